import { useMemo, useState } from 'react';
import { splitLinks } from '@/lib/links';
import { foldQuotes } from './quotes';
import classes from './Reader.module.css';

/** The readable text, with its web addresses as links and quoted replies folded away. */
export function PlainText({ text }: { text: string }) {
  const parts = useMemo(() => foldQuotes(text), [text]);
  return (
    <div className={`${classes.text} outside`}>
      {parts.map((p, i) => (p.quoted ? <Quoted key={i} text={p.text} /> : <Linked key={i} text={p.text} />))}
    </div>
  );
}

function Linked({ text }: { text: string }) {
  return splitLinks(text).map((p, i) => (p.href ? <a key={i} href={p.href} target="_blank" rel="noopener noreferrer nofollow">{p.text}</a> : <span key={i}>{p.text}</span>));
}

function Quoted({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={classes.dots} aria-expanded={open} aria-label="Quoted text" onClick={() => setOpen(!open)}>•••</button>
      {open && <blockquote className={classes.quote}><Linked text={text} /></blockquote>}
    </>
  );
}
