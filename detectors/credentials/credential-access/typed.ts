/** What people type, taken as it is typed: keyloggers, shells that log each line, login modules that log passwords, false password prompts. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { remembered } from '../../remembered';
import { unquoted } from '../../unquoted';
import { access } from './access';
import type { Access } from './access';

const KEYS = ['T1056.001'];
/** Programs that do nothing else than record keys. */
const LOGGERS =
  /^(?:logkeys|lkl|xspy|xkbspy|keysniffer|ttyrpld|ttysnoop|uberkey|showkey|evtest|screenkey|keylogger(?:\.\w{1,4})?)$/;
/** Modules of Python and JavaScript that hear every key, as imported or required. */
const LISTENERS =
  /(?:from|import)\s{1,4}(?:pynput|keyboard|pyxhook|evdev|pyHook|PyWinHook)\b|require\(["'](?:iohook|uiohook-napi|node-global-key-listener)["']\)/;
const DEVICE = /^(?:if=)?\/dev\/(?:input\/(?:event\d{1,3}|by-path\/|by-id\/)|tty\d{1,2}$|uinput)/;
/** Modules of PAM that write down or hand on what was typed. */
const PAM_CATCHER = /pam_tty_audit\.so|pam_exec\.so\b.{0,80}expose_authtok|log_passwo?r?d/;
const PAM_PLACE = /\/etc\/pam\.(?:d\/|conf)/;
/** Programs that put text where it lasts or leaves. */
const KEEPS =
  /(?:>>?|\|\s{0,4}(?:tee|logger|nc|ncat|curl|socat)\b|>\(\s{0,4}(?:tee|logger|nc|curl)\b|\b(?:logger|tee)\s)/;
const LOGIN_PROGRAM = /^(?:sshd|login|su|sudo|passwd|gdm|lightdm)$/;
const HISTORY = /\bhistory\s{1,4}(?:-a|1|\d)|\bfc\s+-l|BASH_COMMAND/;

/** Keys and lines that one program records. */
export function typed(one: Invocation, analysis: EventAnalysis, text: string): Access[] {
  const words = argv(one);
  if (isLogger(one.program)) return [told(one, `${one.program} records keys`, 'medium')];
  if (one.program === 'xinput' && words.some((word) => /^test(?:-xi2)?$/.test(word)))
    return [told(one, 'xinput prints every key', 'medium')];
  const device = readsDevices(one.program) ? deviceOf(one, words) : undefined;
  if (device !== undefined) return [told(one, `The keyboard's device is read (${device})`, 'high')];
  if (one.code?.some(({ text: code }) => LISTENERS.test(code.slice(0, 4_000))))
    return [told(one, 'Code listens to every key', 'medium')];
  return [
    ...shellLog(one, words, text),
    ...loginTrace(one, words, analysis),
    ...falsePrompt(one, words),
    ...loginModule(one, words, analysis),
  ];
}

const isLogger = remembered((program) => LOGGERS.test(program));
const readsDevices = remembered((program) =>
  /^(?:cat|dd|xxd|od|hexdump|tee|tail|head|strings|python[\d.]{0,4})$/.test(program),
);

/** The device of a keyboard that is read. */
function deviceOf(one: Invocation, words: readonly string[]): string | undefined {
  const inputs = one.redirections.filter(({ operator }) => operator.startsWith('<')).map(({ target }) => target.text);
  return [...words, ...inputs].find((word) => DEVICE.test(word) && word.includes('input'));
}

/** A shell that is told to log each line that is typed. */
function shellLog(one: Invocation, words: readonly string[], text: string): Access[] {
  const hooked = one.via.includes('trap') && /\sDEBUG\b/.test(unquoted(text)) && HISTORY.test(text) && KEEPS.test(text);
  const hook = one.environment.find(({ name }) => /^(?:PROMPT_COMMAND|PS[0-4]|precmd|preexec)$/.test(name));
  const exported = words.find((word) => /^(?:PROMPT_COMMAND|PS[0-4])=/.test(word));
  const logs =
    (hook !== undefined || exported !== undefined) &&
    /\b(?:PROMPT_COMMAND|PS[0-4])=/.test(text) &&
    (HISTORY.test(text) || /logger\s.{0,40}-f\s{1,4}\S{0,80}history/.test(text)) &&
    KEEPS.test(text);
  const fed =
    one.program === 'logger' && words.some((word, at) => /history/.test(word) && /^-\w*f$/.test(words[at - 1] ?? ''));
  return hooked || logs || fed ? [told(one, 'The shell is told to log each line that is typed', 'medium')] : [];
}

const isTracer = remembered((program) => /^(?:strace|ltrace|dtruss)$/.test(program));

/** A trace of what a login program reads, by its name or by the process that is looked up. */
function loginTrace(one: Invocation, words: readonly string[], analysis: EventAnalysis): Access[] {
  if (!isTracer(one.program) || !words.some((word) => word.startsWith('-p'))) return [];
  const looked = invocations(analysis).filter(({ program }) => /^(?:pgrep|pidof|ps|grep)$/.test(program));
  return [one, ...looked].some((each) => argv(each).some((word) => LOGIN_PROGRAM.test(word)))
    ? [told(one, 'A login program is traced while passwords are typed', 'high')]
    : [];
}

/** A window that asks for a password. Those of the desktop are how a script asks honestly; that of AppleScript is how thieves do. */
function falsePrompt(one: Invocation, words: readonly string[]): Access[] {
  if (
    one.program === 'osascript' &&
    words.some((word) => /display dialog.{0,400}hidden answer/s.test(word.slice(0, 2_000)))
  )
    return [
      access(one, 'prompt', 'A window of no known program asks the person for a password', 'medium', ['T1056.002']),
    ];
  return /^(?:zenity|kdialog|yad)$/.test(one.program) && words.some((word) => /^--(?:password|hide-text)$/.test(word))
    ? [access(one, 'prompt', `${one.program} asks the person for a password`, 'low', ['T1056.002'])]
    : [];
}

const isReader = remembered((program) => /^(?:cat|grep|rg|egrep|less|git|man|ls)$/.test(program));

/** A login module that logs passwords is put into place. */
function loginModule(one: Invocation, words: readonly string[], { writes }: EventAnalysis): Access[] {
  if (isReader(one.program) || !words.some((word) => PAM_CATCHER.test(word.slice(0, 2_000)))) return [];
  const placed = writes.some(({ path }) => PAM_PLACE.test(path)) || words.some((word) => PAM_PLACE.test(word));
  return placed ? [told(one, 'A login module is set up to write down what is typed', 'high')] : [];
}

const told = (one: Invocation, why: string, severity: 'medium' | 'high'): Access =>
  access(one, 'typed', why, severity, KEYS);
