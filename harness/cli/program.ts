import { Command, Option } from 'commander';
import type { DiffOptions } from './diff-command.js';
import type { ListOptions } from './list-command.js';
import type { RawMatrixOptions } from './matrix-options.js';
import { MATRIX_CONCURRENCY } from './matrix-options.js';
import { CLIENT_CONCURRENCY, SERVER_CONCURRENCY } from './options.js';
import type { RawClientOptions, RawServerOptions } from './raw-options.js';
import type { ReportCommandOptions } from './report-command.js';

/** What each command does; implementations are loaded when they are called, so that `--help` needs none of them. */
export interface CommandActions {
  server(options: RawServerOptions): Promise<number>;
  client(options: RawClientOptions): Promise<number>;
  matrix(options: RawMatrixOptions): Promise<number>;
  list(options: ListOptions): Promise<number>;
  explain(text: string): Promise<number>;
  report(file: string, options: ReportCommandOptions): Promise<number>;
  diff(before: string, after: string, options: DiffOptions): Promise<number>;
  doctor(): Promise<number>;
}

function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`).argParser(collect);
}

const EXIT_STATUS =
  '\nExit status: 0 nothing failed, 1 a case failed, 2 wrong command line, 3 the target could not be\nchecked, 4 nothing failed but cases were left without a verdict, 130 interrupted.';

/** The options that every checking command has. */
function addCheckOptions(command: Command, concurrency: number): Command {
  return command
    .optionsGroup('What is checked:')
    .addOption(
      repeatable('--revision <list>', 'revisions, joined by commas; default: every one that the target speaks'),
    )
    .addOption(repeatable('--case <glob>', 'only cases whose id matches'))
    .addOption(repeatable('--suite <name>', 'only cases of this suite'))
    .addOption(repeatable('--fault <name>', 'only cases that run under this fault'))
    .option('--topology <name>', 'what stands between the two ends: embedded (default), or containers')
    .optionsGroup('How it is run:')
    .option('--seed <n>', 'seed of everything random; default 1')
    .option('--shard <i/n>', 'only the Ith of N parts of the cases')
    .option('--concurrency <n>', `cases at the same time; default ${concurrency}`)
    .option('--time-scale <x>', 'factor for deliberate waiting times; default 1')
    .option('--config <file>', 'options in JSON; default: faultline.config.json, if it is there')
    .optionsGroup('What comes out:')
    .option('--json <file>', 'report as JSON')
    .option('--junit <file>', 'report as JUnit XML')
    .option('--markdown <file>', 'report as a job summary')
    .option('--history <dir>', 'histories of cases that did not pass, as JSON Lines')
    .option('--baseline <file>', 'results that are expected not to pass')
    .option('--update-baseline <file>', 'write what did not pass as a baseline')
    .option('--strict', 'a warning counts as a failure')
    .option('--quiet', 'only the last lines of the summary')
    .option('--verbose', 'warnings in full, and a timeline with each failure')
    .addOption(new Option('--html <file>').hideHelp())
    .addHelpText('after', EXIT_STATUS);
}

function addServerCommand(
  program: Command,
  done: (code: Promise<number>) => Promise<void>,
  actions: CommandActions,
): void {
  const server = program
    .command('server')
    .summary('check a server')
    .description('Checks a Streamable HTTP server: breaks the link to it in many ways and judges what it does.')
    .optionsGroup('Target:')
    .option('--url <url>', 'endpoint of the server, such as http://localhost:3000/mcp')
    .option(
      '--command <command>',
      'shell command that starts the server; it is started, restarted and stopped by the harness',
    )
    .option('--second-url <url>', 'a second instance of the server, for the cases of a balancer without affinity')
    .option('--image <name>', 'container image of the server, for --topology containers')
    .addOption(repeatable('--header <header>', '"Name: value", sent with every request'))
    .option('--tool <name>', 'a harmless tool that may be called')
    .option('--tool-args <json>', 'arguments for that tool')
    .option('--backend <name>', 'what breaks the link: embedded (default), toxiproxy, nginx')
    .option('--threads <n>', 'threads that run cases, each of some 70 MB; default 1')
    .addOption(new Option('--stdio <command>').hideHelp())
    .addOption(new Option('--transport <name>').hideHelp());
  addCheckOptions(server, SERVER_CONCURRENCY).action((options: RawServerOptions) => done(actions.server(options)));
}

function addClientCommand(
  program: Command,
  done: (code: Promise<number>) => Promise<void>,
  actions: CommandActions,
): void {
  const client = program
    .command('client')
    .summary('check a client')
    .description(
      'Checks a client: plays its server, breaks the link between them in many ways and judges what it does.',
    )
    .optionsGroup('Target:')
    .option('--command <command>', 'shell command that starts the adapter of the client (docs/client-adapter.md)')
    .option('--image <name>', 'container image of the adapter, for --topology containers')
    .option('--driver <name>', "how it is told what to do: adapter (default), or official for the official suite's way")
    .addOption(repeatable('--header <header>', '"Name: value", which the client is told to send'))
    .option('--transport <name>', 'only this: streamable-http, or http-sse; default: all that the client offers')
    .option('--backend <name>', 'what breaks the link: embedded (default), toxiproxy, nginx')
    .option('--full', 'every form of an event stream, instead of a seeded sample (minutes)');
  addCheckOptions(client, CLIENT_CONCURRENCY).action((options: RawClientOptions) => done(actions.client(options)));
}

function addMatrixCommand(
  program: Command,
  done: (code: Promise<number>) => Promise<void>,
  actions: CommandActions,
): void {
  program
    .command('matrix')
    .summary('run clients against servers')
    .description(
      'Runs every client against every server, breaks the link between them in many ways and tells who survives what.',
    )
    .optionsGroup('Who and what:')
    .option('--config <file>', 'clients and servers in JSON (docs/matrix.md); default: the reference ones')
    .addOption(repeatable('--client <name>', 'only this client'))
    .addOption(repeatable('--server <name>', 'only this server'))
    .addOption(repeatable('--fault <name>', 'only this fault'))
    .option('--revision <name>', 'revision to ask for; default: what each pair agrees on by itself')
    .optionsGroup('How it is run:')
    .option('--seed <n>', 'seed of everything random; default 1')
    .option('--concurrency <n>', `cells at the same time; default ${MATRIX_CONCURRENCY}`)
    .optionsGroup('What comes out:')
    .option('--json <file>', 'result as JSON')
    .option('--markdown <file>', 'result as Markdown')
    .option('--history <dir>', 'histories of cells that did not survive, as JSON Lines')
    .option('--quiet', 'only the last lines of the summary')
    .addHelpText('after', EXIT_STATUS)
    .action((options: RawMatrixOptions) => done(actions.matrix(options)));
}

function addReadingCommands(
  program: Command,
  done: (code: Promise<number>) => Promise<void>,
  actions: CommandActions,
): void {
  program
    .command('list')
    .summary('list the cases')
    .description('Lists the cases, or the requirements that they cover, or the real defects that they find.')
    .option('--requirements', 'requirements with their cases, and those that no case covers with the reason')
    .option('--defects', 'known defects of real servers and clients, with the cases that find their like')
    .option('--json', 'as JSON')
    .option('--role <name>', 'only cases of a server or of a client')
    .addOption(repeatable('--case <glob>', 'only cases whose id matches'))
    .addOption(repeatable('--suite <name>', 'only cases of this suite'))
    .addOption(repeatable('--fault <name>', 'only cases that run under this fault'))
    .action((options: ListOptions) => done(actions.list(options)));
  program
    .command('explain')
    .summary('explain a case')
    .description('What a case does, which requirements it stands for, and how to fix what it finds.')
    .argument('<case>', 'id of the case, or the beginning of it')
    .action((text: string) => done(actions.explain(text)));
  program
    .command('report')
    .summary('render a kept report again')
    .description('Renders a report that --json wrote again. The exit status is that of the run.')
    .argument('<report>', 'JSON report')
    .addOption(repeatable('--case <glob>', 'only cases whose id matches'))
    .option('--timeline', 'everything that happened in each case, line by line')
    .option('--junit <file>', 'as JUnit XML')
    .option('--markdown <file>', 'as a job summary')
    .option('--baseline <file>', 'results that are expected not to pass')
    .option('--strict', 'a warning counts as a failure')
    .option('--quiet', 'only the last lines of the summary')
    .option('--verbose', 'warnings in full, and a timeline with each failure')
    .addOption(new Option('--html <file>').hideHelp())
    .action((file: string, options: ReportCommandOptions) => done(actions.report(file, options)));
  program
    .command('diff')
    .summary('compare two reports')
    .description('What changed between two reports. Exit status 1 when a failure is new.')
    .argument('<old>', 'JSON report')
    .argument('<new>', 'JSON report')
    .option('--json', 'as JSON')
    .option('--strict', 'a new warning counts as a new failure')
    .action((before: string, after: string, options: DiffOptions) => done(actions.diff(before, after, options)));
  program
    .command('doctor')
    .summary('what this machine offers')
    .description('What this machine offers, and what each of it unlocks.')
    .action(() => done(actions.doctor()));
}

/** The command line as commander sees it. `setExitCode` is called once with what the command returned. */
export function createProgram(version: string, actions: CommandActions, setExitCode: (code: number) => void): Command {
  const done = async (code: Promise<number>): Promise<void> => setExitCode(await code);
  const program = new Command('faultline')
    .description('Chaos and conformance harness for the transports of the Model Context Protocol.')
    .version(version, '--version', 'version of this tool')
    .helpOption('--help', 'this help')
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError(false)
    .enablePositionalOptions();
  addServerCommand(program, done, actions);
  addClientCommand(program, done, actions);
  addMatrixCommand(program, done, actions);
  addReadingCommands(program, done, actions);
  return program;
}
