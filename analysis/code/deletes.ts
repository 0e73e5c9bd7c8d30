/** Calls that remove files, by language. One place, as they differ in nothing but their names. */
import type { Call, Program } from './program';
import type { Language } from './languages';
import type { Tell } from './rules';
import { argument, argumentText, lastFolder, selfText } from './rules';
import { listOf, textOf } from './values';

/** Calls whose first argument is what they remove. */
const GIVEN: Readonly<Partial<Record<Language, RegExp>>> = {
  python:
    /^(?:os\.(?:remove|unlink|rmdir|removedirs)|shutil\.rmtree|(?:distutils\.dir_util\.)?remove_tree|rmtree|send2trash\.send2trash)$/,
  javascript:
    /^(?:fs(?:\.promises(?:\(\))?)?\.(?:rm|rmdir|unlink)(?:Sync)?|fs-extra\.(?:remove|emptyDir|rm|rmdir|unlink)(?:Sync)?|rimraf(?:\.(?:sync|rimraf|rimrafSync|native|manual))?|Deno\.remove(?:Sync)?|shelljs\.rm|del(?:\.(?:deleteAsync|deleteSync|sync))?)$/,
  perl: /^(?:unlink|rmdir|(?:File\.Path\.)?(?:rmtree|remove_tree))$/,
  ruby: /^(?:File\.(?:delete|unlink)|Dir\.(?:delete|rmdir|unlink)|FileUtils\.(?:rm|rm_f|rm_r|rm_rf|rmtree|remove|remove_dir|remove_entry|remove_entry_secure|rmdir|safe_unlink))$/,
  php: /^\\?(?:unlink|rmdir)$/i,
  lua: /^(?:os\.remove|lfs\.rmdir)$/,
  go: /^(?:os\.(?:Remove|RemoveAll)|syscall\.(?:Unlink|Rmdir))$/,
  c: /^(?:unlink|remove|rmdir|(?:std\.)?(?:filesystem|fs)\.(?:remove|remove_all|remove_file|remove_dir|remove_dir_all)|DeleteFile[AW]?|RemoveDirectory[AW]?)$/,
  java: /^(?:Files\.delete(?:IfExists)?|FileUtils\.(?:deleteDirectory|deleteQuietly|forceDelete|cleanDirectory)|(?:System\.IO\.)?(?:File|Directory)\.Delete)$/,
  powershell: /(?:^|\.)(?:file|directory)\.delete$/i,
  r: /^(?:unlink|file\.remove)$/,
  julia: /^rm$/,
  elixir: /^File\.(?:rm|rm_rf|rmdir)!?$/,
};

/** Methods of the path itself: `Path("x").unlink()`, `new File("x").delete()`. */
const OWN: Readonly<Partial<Record<Language, RegExp>>> = {
  python: /Path(?:\(\)|\.home\(\))(?:\.\w{1,20}(?:\(\))?){0,4}\.(?:unlink|rmdir|rmtree)$/,
  java: /File(?:\(\))?\.(?:delete|deleteRecursively|deleteOnExit)$/,
};

/** Tells what a call removes: each of a list, or the folder that was listed last when the file's name is not known. */
export function removes(call: Call, program: Program, tell: Tell): void {
  const { language } = program;
  if (OWN[language]?.test(call.path) === true)
    tell('file-delete', [selfText(program, call) ?? lastFolder(program)], call.at);
  if (GIVEN[language]?.test(call.path) !== true) return;
  const list = listOf(argument(program, call, 0));
  if (list === undefined) tell('file-delete', [argumentText(program, call, 0) ?? lastFolder(program)], call.at);
  else for (const one of list.slice(0, 50)) tell('file-delete', [textOf(one)], call.at);
}
