/** A name for the file of a row that gives none: agents name files, and what a file is depends on its name. */

/** A file's name inside a note. */
const NAMED =
  /(?:^|[\s"'(`])([\w./~-]{0,200}[\w-]\.(?:[cm]?[jt]sx?|py|sh|php|rb|pl|c|cc|cpp|cs|go|rs|java|lua|md|json|ya?ml|toml|ini|conf|service|plist|ps1))\b/;

/** How texts of a kind begin, and what a file of it is called; the first that fits. */
const KINDS: readonly [RegExp, string][] = [
  [/^#![^\n]{0,80}\b(?:ba|z|da|k)?sh\b/, 'script.sh'],
  [/^#![^\n]{0,80}\bpython/, 'script.py'],
  [/^#![^\n]{0,80}\bnode\b/, 'script.js'],
  [/^#![^\n]{0,80}\bperl\b/, 'script.pl'],
  [/^#![^\n]{0,80}\bruby\b/, 'script.rb'],
  [/<\?php/, 'index.php'],
  [/^\s*#include\b/m, 'main.c'],
  [/^\s*using System\b/m, 'Program.cs'],
  [/^\s*package main\b/m, 'main.go'],
  [/^\s*public class \w/m, 'Main.java'],
  [/^\s*fn main\(/m, 'main.rs'],
  [/^\s*(?:const|let|var) \w{1,60} ?= ?require\(|^import .{1,200} from ['"]/m, 'index.js'],
  [/^\s*(?:import \w{1,60}|from \w{1,60} import )/m, 'main.py'],
  [/^\[Unit\]/m, 'job.service'],
  [/^\s*\{/, 'data.json'],
];
/** Looked at of a text to name it, characters. */
const HEAD = 4_096;

/** A relative name, or the path that stands in the note. */
export function nameOfFile(content: string, note: string | undefined): string {
  const named = NAMED.exec(note ?? '')?.[1];
  if (named !== undefined) return named;
  const head = content.slice(0, HEAD);
  return KINDS.find(([form]) => form.test(head))?.[1] ?? 'notes.txt';
}
