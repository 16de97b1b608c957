import { Button, Menu } from '@mantine/core';
import { IconCalendarPlus, IconDownload, IconFile, IconFileText, IconMail } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { upload, useAccounts } from '@/features/accounts/api';
import { bytes } from '@/lib/format';
import { toError, url } from '@/lib/http';
import type { Account, ChatFile } from '@/lib/types';
import { complain, say } from '@/ui/toast';
import { text } from '../text';
import classes from './Turn.module.css';

const icons = { text: IconFileText, calendar: IconCalendarPlus, mail: IconMail, file: IconFile } satisfies Record<ChatFile['kind'], unknown>;
const at = (file: ChatFile) => url(`/chat/attachments/${file.id}`);

/** The files of a message, each with what can be done with it. Their words are outside text: shown, and nothing more. */
export function Files({ files }: { files: readonly ChatFile[] }) {
  return (
    <ul className={classes.files} aria-label={text.files.list}>
      {files.map(f => {
        const Icon = icons[f.kind];
        return (
          <li key={f.id}>
            <div className={classes.file}>
              <Icon size={18} stroke={1.6} aria-hidden />
              <span className="outside"><strong>{f.name}</strong><small>{text.files.kind[f.kind]} · {bytes(f.size)}</small></span>
              {(f.kind === 'calendar' || f.kind === 'mail') && <Import file={f} />}
              <Button component="a" href={at(f)} download={f.name} size="compact-xs" variant="subtle" color="gray" aria-label={text.files.download(f.name)}><IconDownload size={15} stroke={1.7} /></Button>
            </div>
            {f.text && (
              <details className={classes.fileText}>
                <summary>{text.files.show}</summary>
                <p>{text.files.outside}</p>
                <pre className="outside" tabIndex={0} aria-label={f.name}>{f.text}</pre>
                {f.cut && <p>{text.files.cut}</p>}
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Mail and calendars go into an account of the person's choice, by the same import as on the page of accounts. */
function Import({ file }: { file: ChatFile }) {
  const accounts = (useAccounts().data ?? []).filter(a => a.provider === 'local');
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const into = async (account: Account) => {
    setBusy(true);
    try {
      const response = await fetch(at(file));
      if (!response.ok) throw await toError(response);
      const made = await upload(account.id, new File([await response.blob()], file.name), () => {}, new AbortController().signal);
      say(text.files.importing(file.name, account.address));
      void navigate({ to: '/accounts', search: { import: made.id } });
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  if (accounts.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button size="compact-xs" variant="light" loading={busy}>{text.files.import}</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text.files.into}</Menu.Label>
        {accounts.map(a => <Menu.Item key={a.id} onClick={() => void into(a)}>{a.address}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}
