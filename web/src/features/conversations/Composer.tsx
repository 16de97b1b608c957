import { ActionIcon, Textarea } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import classes from './Chat.module.css';
import { text } from './text';

export interface ComposerHandle {
  focus: () => void;
  /** Fills in a message to be looked at before it is sent. */
  set: (message: string) => void;
}

/** Enter sends, Shift+Enter makes a new line, and the up arrow in the empty field brings back the last message to be changed. */
export function Composer({ ref, onSend, busy, last }: { ref: Ref<ComposerHandle>; onSend: (message: string) => void; busy: boolean; last?: string | undefined }) {
  const [message, setMessage] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    set: next => {
      setMessage(next);
      field.current?.focus();
    },
  }));
  const send = () => {
    if (message.trim() === '' || busy) return;
    onSend(message.trim());
    setMessage('');
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
    >
      <div className={classes.box}>
        <Textarea
          ref={field} variant="unstyled" autosize minRows={1} maxRows={8} maxLength={4000} style={{ flex: 1 }} value={message} onChange={e => setMessage(e.currentTarget.value)}
          onKeyDown={onKeyDown} placeholder={text.placeholder} aria-label={text.placeholder}
        />
        <ActionIcon type="submit" variant="filled" color="pine" size={36} radius="md" disabled={message.trim() === ''} loading={busy} aria-label={text.send}><IconArrowUp size={19} stroke={2} /></ActionIcon>
      </div>
      <p className={classes.hint}>{text.composerHint}</p>
    </form>
  );
}
