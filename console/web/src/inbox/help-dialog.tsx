import { Dialog } from '../parts/dialog';

const KEYS = [
  ['j / k', 'next, previous alert'],
  ['Enter', 'open it, with its evidence'],
  ['i', 'go to its incident'],
  ['p', 'replay its session at that moment'],
  ['a', 'acknowledge'],
  ['e', 'resolve'],
  ['f', 'false positive, with a reason'],
  ['r', 'accept the risk, with a reason and an end'],
  ['s', 'suppress its kind, with a preview'],
  ['z', 'undo'],
  ['/', 'search'],
  ['n', 'show what came in meanwhile'],
  ['Esc', 'close, clear the search'],
] as const;

export const HelpDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <dl className="facts">
      {KEYS.map(([key, does]) => (
        <div className="key" key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
    <div className="row">
      <button onClick={onClose}>Close</button>
    </div>
  </Dialog>
);
