import classes from './Initials.module.css';
import { initials } from '@/lib/format';

/** A person's letters on a tint that is always the same for the same key. Decoration: the name stands beside it. */
export function Initials({ name, id, size = 28 }: { name: string; id: string; size?: number }) {
  let hash = 0;
  for (const c of id) hash = (hash * 31 + c.codePointAt(0)!) >>> 0;
  return (
    <span aria-hidden className={classes.root} data-tint={hash % 6} style={{ width: size, height: size, fontSize: Math.round(size * 0.38) }}>
      {initials(name)}
    </span>
  );
}
