import { Button } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@/lib/http';
import { keys } from '@/live/reduce';
import { complain } from '@/ui/toast';
import { When } from '@/ui/When';
import { remindersQuery } from './api';
import { text } from './text';
import classes from './Today.module.css';

/** Reminders whose time has come, until they are put away. */
export function Reminders() {
  const { data = [] } = useQuery(remindersQuery);
  const client = useQueryClient();
  const dismiss = useMutation({ mutationFn: (id: string) => http.post(`/reminders/${id}/dismiss`), onSettled: () => client.invalidateQueries({ queryKey: keys.reminders }), onError: complain });
  return (
    <section className={classes.section} aria-label={text.reminders}>
      <header><h2>{text.reminders}</h2></header>
      {data.length === 0 ? <p className={classes.quiet}>{text.remindersText}</p> : (
        <ul className={classes.plainList}>
          {data.map(r => (
            <li key={r.id} className={classes.reminder}>
              <IconBell size={16} stroke={1.7} aria-hidden />
              <span className="outside">{r.title}</span>
              <When at={r.dueAt} as="ago" className={classes.state} />
              <Button size="compact-xs" variant="light" disabled={dismiss.isPending} onClick={() => dismiss.mutate(r.id)} aria-label={text.doneLabel(r.title)}>{text.done}</Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
