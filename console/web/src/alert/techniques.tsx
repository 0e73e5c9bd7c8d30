import { techniqueOf } from '../../../../contracts/attack';

/** Framework ids, with the name where it is an ATT&CK technique. */
export const Techniques = ({ ids }: { ids: readonly string[] }) => (
  <div className="row">
    {ids.map((id) => (
      <span className="tag" key={id}>
        {id} {techniqueOf(id)?.name}
      </span>
    ))}
  </div>
);
