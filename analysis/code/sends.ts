/** Calls that carry a body or a file to another machine, and those that keep what comes: by language, as they differ in their names only. */
import type { Call, Program } from './program';
import type { Language } from './languages';
import type { Tell } from './rules';
import { argumentText, namedRange, namedText } from './rules';

/** Requests whose named arguments say whether something is sent. */
const REQUESTS: Readonly<Partial<Record<Language, RegExp>>> = {
  python: /\.(?:get|post|put|patch|delete|request|stream|Request|urlopen)$|^(?:urlopen|Request)$/,
  javascript:
    /^(?:(?:window|globalThis)\.)?fetch$|^axios(?:\.(?:post|put|patch|request))?$|^https?\.request$|^got(?:\.(?:post|put|patch))?$|^undici\.(?:fetch|request)$|^node-fetch(?:\.default)?$/,
  ruby: /^(?:HTTParty|RestClient|Faraday|Excon)\.(?:post|put|patch)$/,
};
const BODY = /^(?:data|json|files|content|body|form|formData|multipart|payload)$/;

/** Calls that send by their nature: which argument is the address, and which is what is sent. */
const SENDERS: readonly { language: Language; path: RegExp; to: number; body: number }[] = [
  { language: 'python', path: /^(?:requests|httpx)(?:\..{0,40})?\.(?:post|put|patch)$/, to: 0, body: 1 },
  { language: 'python', path: /(?:^|\.)(?:urlopen|Request)$/, to: 0, body: 1 },
  {
    language: 'javascript',
    path: /^(?:axios|got|superagent)\.(?:post|put|patch)$|^navigator\.sendBeacon$/,
    to: 0,
    body: 1,
  },
  {
    language: 'ruby',
    path: /^Net\.HTTP\.post(?:_form)?$|^(?:HTTParty|RestClient|Faraday)\.(?:post|put)$/,
    to: 0,
    body: 1,
  },
  { language: 'go', path: /^http\.(?:Post|PostForm)$/, to: 0, body: 2 },
  { language: 'perl', path: /(?:^|\.)(?:post|put|post_form)$/, to: 0, body: 1 },
  { language: 'powershell', path: /(?:^|\.)upload(?:string|file|data|values)$/i, to: 0, body: 1 },
];

/** Files handed over by name: which argument is the file. */
const FILES: Readonly<Partial<Record<Language, RegExp>>> = {
  python:
    /\.(?:upload_file|upload_from_filename|storbinary|upload_fileobj|fput_object)$|^(?:sftp|.{0,40}open_sftp\(\))\.put$/,
  javascript: /\.(?:fPutObject|uploadFile|fastPut)$/,
};

/** `urlretrieve(url, file)`, `DownloadFile(url, file)`: the file is written. */
const KEEPS: Readonly<Partial<Record<Language, RegExp>>> = {
  python: /(?:^|\.)(?:urlretrieve|download_file|download_to_filename)$|^wget\.download$/,
  powershell: /(?:^|\.)downloadfile(?:async)?$/i,
  r: /^download\.file$/,
  julia: /^download$/,
};

/** Tells what a call sends: the address and the text, as far as both are known. A request that only asks tells nothing. */
export function sends(call: Call, program: Program, tell: Tell): void {
  const { language } = program;
  const path = language === 'ruby' ? call.path.replaceAll('::', '.') : call.path;
  if (KEEPS[language]?.test(path) === true) tell('file-write', [argumentText(program, call, 1)], call.at);
  if (FILES[language]?.test(path) === true) tell('send', [], call.at);
  const sender = SENDERS.find((one) => one.language === language && one.path.test(path));
  const named = REQUESTS[language]?.test(path) === true ? namedRange(program, call.inside, BODY) : undefined;
  if (named === undefined && (sender === undefined || call.args.length <= sender.body)) return;
  if (named === undefined && language === 'python' && isNamed(call, program)) return;
  const to =
    namedText(program, call.inside, /^url$/) ??
    argumentText(program, call, call.name === 'request' ? 1 : (sender?.to ?? 0));
  const text =
    named === undefined ? argumentText(program, call, sender?.body ?? 1) : namedText(program, call.inside, BODY);
  tell('send', to === undefined ? [] : [to, text], call.at);
}

/** The second argument of a Python call is `timeout=3` and the like. */
const isNamed = ({ args }: Call, { tokens }: Program): boolean => {
  const second = args[1];
  return second !== undefined && tokens[second.from + 1]?.text === '=';
};
