import type { Command, CommanderError } from 'commander';
import { suggestion } from './nearest.js';
import { UsageError } from './usage-error.js';

/** The command that the arguments name, or the program itself. */
function commandOf(program: Command, args: readonly string[]): Command {
  return program.commands.find((command) => command.name() === args[0]) ?? program;
}

function visibleCommands(program: Command): string[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name());
}

function optionsOf(program: Command, command: Command): string[] {
  const options = command.createHelp().visibleOptions(command);
  return [...options.map((option) => option.long ?? ''), ...(command === program ? [] : ['--help'])].filter(
    (flag) => flag !== '',
  );
}

function quotedIn(message: string): string {
  return /'([^']*)'/.exec(message)?.[1] ?? '';
}

/** One line on what is wrong with a command line that commander refused. */
export function commandLineError(error: CommanderError, program: Command, args: readonly string[]): UsageError {
  const command = commandOf(program, args);
  const name = quotedIn(error.message);
  switch (error.code) {
    case 'commander.unknownOption':
      return new UsageError(
        `there is no option ${name}${suggestion(name.replace(/=.*$/, ''), optionsOf(program, command))}`,
      );
    case 'commander.unknownCommand':
      return new UsageError(`there is no command '${name}'${suggestion(name, visibleCommands(program))}`);
    case 'commander.optionMissingArgument':
      return new UsageError(`${name}: the value is missing`);
    case 'commander.missingArgument':
      return new UsageError(
        `${command.name()}: the argument <${name}> is missing; see faultline ${command.name()} --help`,
      );
    case 'commander.excessArguments':
      return new UsageError(`${command.name()}: more arguments than it takes; see faultline ${command.name()} --help`);
    case 'commander.help':
      return new UsageError(`a command is missing: ${visibleCommands(program).join(', ')}; see faultline --help`);
    default:
      return new UsageError(error.message.replace(/^error: /, '').replaceAll(/\s+/g, ' '));
  }
}
