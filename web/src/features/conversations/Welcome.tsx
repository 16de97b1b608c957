import { IconArchive, IconCalendarPlus, IconClockSearch, IconFileText, IconSearch, IconTargetArrow } from '@tabler/icons-react';
import { useMinute } from '@/lib/clock';
import { useManner, useMe } from '@/lib/session';
import { toWall } from '@/lib/zone';
import classes from './Chat.module.css';
import { text } from './text';
import { TourStart } from './Tour';

const icons = [IconArchive, IconTargetArrow, IconSearch, IconFileText, IconClockSearch, IconCalendarPlus];

/** What a new chat shows: what Steward is for, and five ways to begin. */
export function Welcome({ onSend, sending, tour, onTour, onTourEnd }: { onSend: (message: string) => void; sending: boolean; tour: boolean; onTour: () => void; onTourEnd: () => void }) {
  const me = useMe();
  const { zone } = useManner();
  const hour = toWall(useMinute(), zone).hour;
  return (
    <div className={classes.welcome}>
      <div className={classes.welcomeInner}>
        <h2 className="outside">{text.hello(me.displayName.split(' ')[0] ?? '', hour)}</h2>
        <p>{text.helloText}</p>
        {tour && <TourStart onTry={onTour} onEnd={onTourEnd} />}
        <h3>{text.tryOne}</h3>
        <ul className={classes.tries}>
          {text.suggestions.map(({ topic, message }, i) => {
            const Icon = icons[i]!;
            return (
              <li key={topic}>
                <button type="button" disabled={sending} onClick={() => onSend(message)}>
                  <small><Icon size={15} stroke={1.8} />{topic}</small>
                  {message}
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
