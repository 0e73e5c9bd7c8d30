import { useState } from 'react';

/** A word for colleagues; it stays in the history. */
export function CommentForm({ onSay }: { onSay: (comment: string) => Promise<boolean> }) {
  const [text, setText] = useState('');
  const comment = text.trim();
  const done = async () => {
    if (await onSay(comment)) setText('');
  };
  return (
    <form
      className="row nowrap"
      onSubmit={(event) => {
        event.preventDefault();
        void done();
      }}
    >
      <input
        className="grow"
        aria-label="Comment"
        placeholder="Say something to whoever reads this next"
        value={text}
        maxLength={2_000}
        onChange={(event) => setText(event.target.value)}
      />
      <button disabled={comment === ''}>Comment</button>
    </form>
  );
}
