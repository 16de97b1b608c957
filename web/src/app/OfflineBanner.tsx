import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useLiveStatus } from '@/live/status';
import classes from './OfflineBanner.module.css';
import { text } from './text';

/** Says that live events do not arrive, once that has lasted; a blink of the network is not worth a word. */
export function OfflineBanner() {
  const status = useLiveStatus();
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (status === 'live') {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), 3000);
    return () => clearTimeout(timer);
  }, [status]);
  return (
    <div role="status" className={classes.region}>
      {lasting && <div className={classes.root}><IconPlugConnectedX size={16} stroke={1.7} />{text.offline}</div>}
    </div>
  );
}
