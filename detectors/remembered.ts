/** Questions about names that every event asks anew: programs are few, and a look into a map is cheaper than ten patterns. */

const MAX_REMEMBERED = 1_000;
/** A longer text is no name, and its answer is not kept. */
const MAX_NAME = 200;

/** `of`, a pure function of a name, with its answers kept; emptied when there are a thousand. */
export function remembered<T>(of: (name: string) => T): (name: string) => T {
  const answers = new Map<string, T>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined || answers.has(name)) return known as T;
    const answer = of(name);
    if (name.length > MAX_NAME) return answer;
    if (answers.size >= MAX_REMEMBERED) answers.clear();
    answers.set(name, answer);
    return answer;
  };
}
