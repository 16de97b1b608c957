import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Wordmark } from '@/ui/Wordmark';
import classes from './Frame.module.css';
import { text } from './text';

export function Frame({ children }: { children: ReactNode }) {
  return (
    <main className={classes.root}>
      <section className={classes.pitch}>
        <Wordmark size={34} compact={false} />
        <p className={classes.tagline}>{text.tagline}</p>
        <ul>
          {text.points.map(point => <li key={point}><IconCircleCheck size={18} stroke={1.6} />{point}</li>)}
        </ul>
      </section>
      <section className={classes.form}><div className={classes.card}>{children}</div></section>
    </main>
  );
}
