import { Button, Progress } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFile, IconLoader2, IconX } from '@tabler/icons-react';
import { bytes } from '@/lib/format';
import { http } from '@/lib/http';
import type { Import } from '@/lib/types';
import { complain } from '@/ui/toast';
import { When } from '@/ui/When';
import classes from './Accounts.module.css';
import { text } from './text';

export interface Upload {
  id: string;
  file: File;
  sent: number;
  abort: AbortController;
}

export function UploadRow({ upload: u }: { upload: Upload }) {
  return (
    <li className={classes.row}>
      <span className={classes.rowIcon}><IconFile size={18} stroke={1.5} /></span>
      <div className={classes.rowMain}>
        <div className={classes.rowHead}><strong className="outside">{u.file.name}</strong><span className="tabular">{text.uploading} {bytes(u.sent)} {text.of} {bytes(u.file.size)}</span></div>
        <Progress value={(100 * u.sent) / Math.max(1, u.file.size)} size="sm" aria-label={`${text.uploading} ${u.file.name}`} />
      </div>
      <Button size="compact-xs" variant="default" onClick={() => u.abort.abort()}>{text.stop}</Button>
    </li>
  );
}

const icons = { queued: IconLoader2, running: IconLoader2, done: IconCheck, failed: IconAlertTriangle, cancelled: IconX } as const;

export function ImportRow({ item: i, address }: { item: Import; address: string | undefined }) {
  const Icon = icons[i.state];
  const active = i.state === 'running' || i.state === 'queued';
  const percent = i.totalBytes > 0 ? Math.min(100, (100 * i.processedBytes) / i.totalBytes) : 0;
  return (
    <li className={classes.row} data-state={i.state}>
      <span className={classes.rowIcon}><Icon size={18} stroke={1.6} /></span>
      <div className={classes.rowMain}>
        <div className={classes.rowHead}>
          <strong className="outside">{i.fileName}</strong>
          <span className="tabular" role={active ? 'status' : undefined}>
            {text.state[i.state]}{active && i.totalBytes > 0 ? ` · ${bytes(i.processedBytes)} ${text.of} ${bytes(i.totalBytes)}` : ''}
          </span>
        </div>
        {active && <Progress value={percent} size="sm" animated aria-label={`${text.state[i.state]} ${i.fileName}`} />}
        <div className={classes.rowFacts}>
          <span>{text.imported(i.imported)}</span>
          {i.duplicates > 0 && <span>{text.duplicates(i.duplicates)}</span>}
          {i.failed > 0 && <span data-bad>{text.failed(i.failed)}</span>}
          {address && <span className="outside">{address}</span>}
          {i.finishedAt && <When at={i.finishedAt} as="ago" />}
        </div>
        {i.error && <p className={`${classes.error} outside`} role="alert">{i.error}</p>}
        {i.problems.length > 0 && (
          <details className={classes.problems}>
            <summary>{text.problems(i.problems.length)}</summary>
            <ol>{i.problems.map(p => <li key={`${p.index}-${p.reason}`}><b className="tabular">{text.problem(p.index)}</b> <span className="outside">{p.reason}</span></li>)}</ol>
          </details>
        )}
      </div>
      {active && <Button size="compact-xs" variant="default" onClick={() => void http.post(`/items/imports/${i.id}/cancel`).catch(complain)}>{text.stop}</Button>}
    </li>
  );
}
