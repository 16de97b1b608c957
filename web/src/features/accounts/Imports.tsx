import { Button, Select } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type DragEvent } from 'react';
import { keys } from '@/live/reduce';
import type { Account, Import } from '@/lib/types';
import { complain } from '@/ui/toast';
import classes from './Accounts.module.css';
import { importsQuery, upload } from './api';
import { ImportRow, UploadRow, type Upload } from './ImportRow';
import { text } from './text';

/** Files go in by drop or choice, one after the other; each shows its upload, then its import, live. */
export function Imports({ accounts }: { accounts: readonly Account[] }) {
  const client = useQueryClient();
  const imports = useQuery(importsQuery).data?.items ?? [];
  const [account, setAccount] = useState(accounts[0]!.id);
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const change = (id: string, patch: Partial<Upload> | null) => setUploads(old => (patch ? old.map(u => (u.id === id ? { ...u, ...patch } : u)) : old.filter(u => u.id !== id)));

  const send = async (files: readonly File[]) => {
    const queue = files.map(file => ({ id: crypto.randomUUID(), file, sent: 0, abort: new AbortController() }));
    setUploads(old => [...old, ...queue]);
    for (const item of queue) {
      try {
        const made = await upload(account, item.file, sent => change(item.id, { sent }), item.abort.signal);
        client.setQueryData<{ items: Import[] }>(keys.imports, old => ({ items: [made, ...(old?.items ?? []).filter(i => i.id !== made.id)] }));
        void client.invalidateQueries({ queryKey: keys.imports });
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'AbortError')) complain(error);
      }
      change(item.id, null);
    }
  };
  const onDrop = (e: DragEvent) => {
    e.preventDefault();
    setOver(false);
    void send([...e.dataTransfer.files]);
  };

  return (
    <section className={classes.imports}>
      <h2>{text.imports}</h2>
      <div
        className={classes.drop} data-over={over || undefined} onDrop={onDrop} onDragLeave={() => setOver(false)}
        onDragOver={e => {
          e.preventDefault();
          setOver(true);
        }}
      >
        <IconFileImport size={28} stroke={1.4} aria-hidden />
        <p><strong>{text.drop}</strong><br /><span>{text.dropHint}</span></p>
        <div className={classes.choose}>
          {accounts.length > 1 && <Select size="xs" aria-label={text.into} w={210} value={account} onChange={v => v && setAccount(v)} data={accounts.map(a => ({ value: a.id, label: a.address }))} />}
          <Button variant="light" size="xs" onClick={() => input.current?.click()}>{text.choose}</Button>
          <input
            ref={input} type="file" multiple hidden aria-label={text.choose} accept=".mbox,.eml,.zip,.ics,.mbx,application/mbox,message/rfc822,application/zip,text/calendar"
            onChange={e => {
              void send([...(e.currentTarget.files ?? [])]);
              e.currentTarget.value = '';
            }}
          />
        </div>
      </div>
      <ul className={classes.rows}>
        {uploads.map(u => <UploadRow key={u.id} upload={u} />)}
        {imports.map(i => <ImportRow key={i.id} item={i} address={accounts.find(a => a.id === i.accountId)?.address} />)}
      </ul>
    </section>
  );
}
