import type { ModelsView, ModelTask } from '@/lib/types';
import classes from './Models.module.css';
import { text } from './text';

const tasks: ModelTask[] = ['plan', 'summarise', 'write', 'classify', 'extract', 'code', 'embed'];

export function Brains({ models }: { models: ModelsView }) {
  return (
    <>
      {models.brains.length === 0 && <p className={classes.facts}>{text.builtInHint}</p>}
      <ul className={classes.brains}>
        {tasks.map(task => {
          const brain = models.brains.find(b => b.task === task);
          return (
            <li key={task} className={classes.brain}>
              <span className={classes.task}>{text.task(task)}</span>
              <span className={classes.model}>{brain?.model ?? text.builtIn}</span>
              <span className={classes.where}>{brain ? `${brain.provider} · ${brain.local ? text.here : text.away}` : text.here}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
