import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import { IconSearch, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAccounts } from '@/features/accounts/api';
import { wish } from '@/features/approvals/quick';
import { complain } from '@/ui/toast';
import { When } from '@/ui/When';
import { notesQuery } from './api';
import { text } from './text';
import classes from './Today.module.css';

/** What the person keeps, in their own words. Keeping and deleting are proposed like every other change, one click from done. */
export function Notes({ q, onQuery }: { q: string; onQuery: (q: string) => void }) {
  const { data: notes } = useQuery({ ...notesQuery(q), placeholderData: old => old });
  const account = useAccounts().data?.find(a => a.provider === 'local');
  const [words, setWords] = useState('');
  const keep = () => {
    if (!account || words.trim() === '') return;
    wish([{ kind: 'notes.create', accountId: account.id, payload: { text: words.trim(), tags: [...words.matchAll(/#([\p{L}\p{N}_-]+)/gu)].map(m => m[1]!) }, why: text.noteWhy }]).then(() => setWords(''), complain);
  };
  const short = (t: string) => (t.length > 40 ? `${t.slice(0, 38)}…` : t);
  return (
    <section className={classes.section} aria-label={text.notes}>
      <header>
        <h2>{text.notes}</h2>
        <TextInput size="xs" w={170} value={q} onChange={e => onQuery(e.currentTarget.value)} placeholder={text.notesSearch} aria-label={text.notesSearch} leftSection={<IconSearch size={14} />} />
      </header>
      <div className={classes.newNote}>
        <Textarea
          autosize minRows={1} maxRows={8} maxLength={4000} style={{ flex: 1 }} value={words} onChange={e => setWords(e.currentTarget.value)} placeholder={text.noteNew} aria-label={text.noteNew}
          onKeyDown={e => (e.ctrlKey || e.metaKey) && e.key === 'Enter' && keep()}
        />
        <Button variant="light" disabled={words.trim() === '' || !account} onClick={keep}>{text.noteKeep}</Button>
      </div>
      {notes?.length === 0 ? <p className={classes.quiet}>{q ? text.notesNoMatch : text.notesNone}</p> : (
        <ul className={classes.plainList}>
          {notes?.map(n => (
            <li key={n.id} className={classes.note}>
              <p className="outside">{n.text}</p>
              <footer>
                <When at={n.updatedAt} as="ago" />
                {n.tags.map(t => <button key={t} type="button" onClick={() => onQuery(t)}>#{t}</button>)}
                <ActionIcon size={24} ml="auto" aria-label={text.noteDelete(short(n.text))} onClick={() => void wish([{ kind: 'notes.delete', accountId: n.accountId, payload: { noteId: n.id }, why: text.noteDeleteWhy }]).catch(complain)}><IconTrash size={14} stroke={1.7} /></ActionIcon>
              </footer>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
