/** Programs that a path with file name signs, such as `/???/b??h`, would find. */
import { compilePattern, matchEnds } from '../expand/patterns';

const NAMES =
  'bash sh dash zsh cat nc ncat curl wget python3 python perl ruby php node base64 chmod rm cp mv ls id whoami env tar ssh scp socat telnet awk sed grep find xxd tail head tee dd'.split(
    ' ',
  );
const FOLDERS = ['/bin/', '/usr/bin/', '/usr/local/bin/'];

/** The first well-known program that the pattern fits; undefined when there is none, or for a pattern that fits everything. */
export function matchProgram(pattern: string): string | undefined {
  if (!pattern.startsWith('/') || pattern.length > 60 || !/[a-z]/.test(pattern)) return undefined;
  const tokens = compilePattern([{ text: pattern, active: true }]);
  const depth = pattern.split('/').length;
  for (const folder of FOLDERS)
    for (const name of NAMES) {
      const path = folder + name;
      if (path.split('/').length === depth && matchEnds(tokens, path, 0, () => true).at(-1) === path.length)
        return path;
    }
  return undefined;
}
