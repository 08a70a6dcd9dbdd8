const SECRET_NAME = /authorization|token|key|secret|cookie|credential|password/i;
const SECRET_PARAMETERS = new Set(['token', 'key', 'secret', 'password', 'access_token', 'api_key', 'sig']);

/** Where the user of a run may have put credentials. */
export interface SecretSources {
  /** Headers that the user gave, by name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly url?: string;
  /** Command line that starts the target, with its `NAME=value` settings and `--name value` options. */
  readonly command?: string;
}

/** Whether a header, variable or option of this name probably holds a credential. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** `Bearer abc` is a secret as a whole and so is `abc`, which a server may echo without its scheme; likewise a cookie's value. */
function secretsOfHeader(value: string): string[] {
  const [, credential] = /^\S+\s+(\S.*)$/.exec(value) ?? [];
  const cookies = value.split(';').flatMap((pair) => /^\s*[^=\s]+=(.{8,})$/.exec(pair)?.[1] ?? []);
  return [value, ...(credential === undefined ? [] : [credential]), ...cookies];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function secretsOfUrl(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  const found = [...url.searchParams]
    .filter(([name]) => SECRET_PARAMETERS.has(name.toLowerCase()))
    .map(([, value]) => value);
  if (url.password === '') return url.username === '' ? found : [...found, url.username, decoded(url.username)];
  const pair = `${decoded(url.username)}:${decoded(url.password)}`;
  return [...found, url.password, decoded(url.password), Buffer.from(pair).toString('base64')];
}

/** `API_KEY=abc`, `--api-key=abc` and `--api-key abc`, quoted or not. */
const SETTING = /(?:^|\s)(?:([\w-]+)=|--([\w-]+)\s+)(?:"([^"]*)"|'([^']*)'|([^\s"'-][^\s"']*))/g;

function secretsOfCommand(command: string): string[] {
  return [...command.matchAll(SETTING)].flatMap(([, assigned, option, ...values]) =>
    isSecretName(assigned ?? option ?? '') ? values.filter((value) => typeof value === 'string') : [],
  );
}

/** Every literal value that must not turn up in an output, for {@link createRedactor}. */
export function secretsIn(sources: SecretSources): string[] {
  const headers = Object.entries(sources.headers ?? {}).filter(([name]) => isSecretName(name));
  const found = [
    ...headers.flatMap(([, value]) => secretsOfHeader(value)),
    ...secretsOfUrl(sources.url ?? ''),
    ...secretsOfCommand(sources.command ?? ''),
  ];
  return [...new Set(found.map((value) => value.trim()).filter((value) => value !== ''))];
}
