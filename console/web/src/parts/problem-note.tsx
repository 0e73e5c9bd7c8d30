/** What went wrong, where the content would be. */
export const ProblemNote = ({ error }: { error: Error }) => (
  <div className="empty" role="alert">
    <p className="wrong">{error.message}</p>
  </div>
);
