/** Tools as a server lists them: `tools/list` of MCP, and the same shape in other answers. */

export interface ListedTool {
  name: string;
  description: string;
  /** Description, schema and annotations as one text. */
  whole: string;
}

/** Longest list that is parsed, in characters, and most tools of one. */
const MAX_LIST = 256 * 1024;
const MAX_TOOLS = 200;

/** The tools of an answer; none when it is no list, is cut, or holds nothing of that shape. */
export function toolsIn(text: string): ListedTool[] {
  if (text.length > MAX_LIST || !text.includes('"description"') || !/^\s{0,20}[[{]/.test(text.slice(0, 30))) return [];
  const list = listOf(parse(text));
  return list.slice(0, MAX_TOOLS).flatMap((one) => {
    const tool = isObject(one) && isObject(one['function']) ? one['function'] : one;
    const { name, description } = isObject(tool) ? tool : {};
    if (typeof name !== 'string' || typeof description !== 'string') return [];
    return [{ name: name.slice(0, 200), description, whole: JSON.stringify(one) }];
  });
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [];
  if (Array.isArray(value['tools'])) return value['tools'];
  const result = value['result'];
  return isObject(result) && Array.isArray(result['tools']) ? result['tools'] : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A short digest of a text: two 32-bit FNV-1a walks. Not for secrets. */
export function digestOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + at), 0x85ebca6b);
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
