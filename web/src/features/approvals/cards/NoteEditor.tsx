import { TagsInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { text } from '../text';
import { EditorFrame } from './EditorFrame';
import type { EditorProps } from './registry';

interface Payload {
  text?: string | null;
  tags?: string[] | null;
}

/** Changes the words and tags of a note before it is kept. */
export function NoteEditor({ proposal, onSave, ...frame }: EditorProps) {
  const old = proposal.payload as Payload;
  const [words, setWords] = useState(old.text ?? '');
  const [tags, setTags] = useState(old.tags ?? []);
  const [tried, setTried] = useState(false);
  const empty = words.trim() === '';
  const submit = () => {
    setTried(true);
    if (!empty) onSave({ ...proposal.payload, text: words, tags });
  };
  return (
    <EditorFrame {...frame} onSubmit={submit}>
      <Textarea label={text.editor.body} value={words} onChange={e => setWords(e.currentTarget.value)} autosize minRows={3} maxRows={14} autoFocus error={tried && empty ? text.editor.needText : undefined} />
      <TagsInput label={text.editor.tags} value={tags} onChange={setTags} size="sm" clearable={false} />
    </EditorFrame>
  );
}
