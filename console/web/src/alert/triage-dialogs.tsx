import { SuppressDialog } from '../suppressions/suppress-dialog';
import { changeAlert } from './changes';
import { ReasonDialog } from './reason-dialog';

/** What a person is about to decide on an alert, and is asked more about. */
export interface Asking {
  what: 'false-positive' | 'risk-accepted' | 'suppress';
  id: string;
  title: string;
}

export function TriageDialogs({ asking, onClose }: { asking: Asking; onClose: () => void }) {
  const { what, id, title } = asking;
  if (what === 'suppress') return <SuppressDialog id={id} onClose={onClose} />;
  return (
    <ReasonDialog
      state={what}
      title={title}
      onClose={onClose}
      onDone={(change) => {
        onClose();
        void changeAlert(id, change, title);
      }}
    />
  );
}
