import { ActionIcon, Loader, Textarea, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconArrowUp, IconFile, IconPaperclip, IconX } from '@tabler/icons-react';
import { useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { bytes } from '@/lib/format';
import type { ChatFile } from '@/lib/types';
import { useChosen } from './attachments';
import classes from './Chat.module.css';
import { text } from './text';

export interface ComposerHandle {
  focus: () => void;
  /** Fills in a message to be looked at before it is sent. */
  set: (message: string, files?: readonly ChatFile[]) => void;
}

interface Props {
  ref: Ref<ComposerHandle>;
  onSend: (message: string, files: readonly ChatFile[]) => void;
  busy: boolean;
  last?: string | undefined;
}

/** Enter sends, Shift+Enter makes a new line, and the up arrow in the empty field brings back the last message to be changed. Files come by button, drop or paste. */
export function Composer({ ref, onSend, busy, last }: Props) {
  const [message, setMessage] = useState('');
  const [over, setOver] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const files = useChosen();
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    set: (next, given = []) => {
      setMessage(next);
      if (given.length > 0) files.restore(given);
      field.current?.focus();
    },
  }));
  const empty = message.trim() === '' && files.files.length === 0;
  const send = () => {
    if (empty || busy || !files.ready) return;
    onSend(message.trim(), files.files);
    setMessage('');
    files.clear();
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) {
      e.preventDefault();
      send();
    } else if (e.key === 'ArrowUp' && message === '' && last) {
      e.preventDefault();
      setMessage(last);
    }
  };
  return (
    <form
      className={classes.composer}
      onSubmit={e => {
        e.preventDefault();
        send();
      }}
      onDragOver={e => {
        if (!e.dataTransfer.types.includes('Files')) return;
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={e => {
        e.preventDefault();
        setOver(false);
        files.add([...e.dataTransfer.files]);
      }}
    >
      <div className={classes.box} data-over={over || undefined}>
        {files.chosen.length > 0 && (
          <ul className={classes.chosen} aria-label={text.files.list}>
            {files.chosen.map(c => (
              <li key={c.key} data-error={c.error ? true : undefined}>
                {c.error ? <IconAlertTriangle size={15} stroke={1.7} aria-hidden /> : c.file ? <IconFile size={15} stroke={1.7} aria-hidden /> : <Loader size={13} role="img" aria-label={text.files.uploading} />}
                <span className="outside"><strong>{c.name}</strong> <small role={c.error ? 'alert' : undefined}>{c.error ?? bytes(c.size)}</small></span>
                <ActionIcon size="sm" onClick={() => files.remove(c)} aria-label={text.files.remove(c.name)}><IconX size={13} /></ActionIcon>
              </li>
            ))}
          </ul>
        )}
        <div className={classes.row}>
          <Tooltip label={text.files.attach}>
            <ActionIcon size={36} radius="md" onClick={() => input.current?.click()} aria-label={text.files.attach}><IconPaperclip size={18} stroke={1.7} /></ActionIcon>
          </Tooltip>
          <input
            ref={input} type="file" multiple hidden aria-label={text.files.attach}
            onChange={e => {
              files.add([...(e.currentTarget.files ?? [])]);
              e.currentTarget.value = '';
              field.current?.focus();
            }}
          />
          <Textarea
            ref={field} variant="unstyled" autosize minRows={1} maxRows={8} maxLength={4000} style={{ flex: 1 }} value={message} onChange={e => setMessage(e.currentTarget.value)}
            onKeyDown={onKeyDown} placeholder={text.placeholder} aria-label={text.placeholder}
            onPaste={e => {
              if (e.clipboardData.files.length === 0) return;
              e.preventDefault();
              files.add([...e.clipboardData.files]);
            }}
          />
          <ActionIcon type="submit" variant="filled" color="pine" size={36} radius="md" disabled={empty || !files.ready} loading={busy} aria-label={text.send}><IconArrowUp size={19} stroke={2} /></ActionIcon>
        </div>
      </div>
      <p className={classes.hint}>{text.composerHint}</p>
    </form>
  );
}
