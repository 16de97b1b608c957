import { Button, SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconDownload, IconEyeOff, IconShieldCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { bytes, nameOf } from '@/lib/format';
import { url } from '@/lib/http';
import type { MailAddress, Message } from '@/lib/types';
import { Initials } from '@/ui/Initials';
import { When } from '@/ui/When';
import { text } from '../text';
import { allowImagesOf, hasRemoteImages, useImagesOf } from './images';
import { PlainText } from './PlainText';
import classes from './Reader.module.css';

interface Props {
  message: Message;
  open: boolean;
  only: boolean;
  linked: boolean;
  onOpen: () => void;
}

const people = (list: readonly MailAddress[]) => list.map(a => (a.name ? `${a.name} <${a.email}>` : a.email)).join(', ');

export function MessageView({ message: m, open, only, linked, onOpen }: Props) {
  const { summary: s } = m;
  const article = useRef<HTMLElement>(null);
  // Mail that is made to be looked at (newsletters) is shown as it was made; letters are shown as text.
  const [view, setView] = useState<'text' | 'html'>(m.html && s.labels.some(l => l === 'CATEGORY_PROMOTIONS' || l === 'CATEGORY_UPDATES' || l === 'CATEGORY_SOCIAL') ? 'html' : 'text');
  const always = useImagesOf(s.from.email);
  const [once, setOnce] = useState(false);
  const remote = hasRemoteImages(m.html);
  const load = remote && (always || once);
  useEffect(() => {
    if (linked) article.current?.scrollIntoView({ block: 'nearest' });
  }, [linked]);

  if (!open)
    return (
      <article className={classes.message}>
        <UnstyledButton className={classes.folded} onClick={onOpen} aria-label={`${text.expand}: ${nameOf(s.from)}`}>
          <Initials name={nameOf(s.from)} id={s.from.email} size={26} />
          <span className={classes.foldedFrom}>{nameOf(s.from)}</span>
          <span className={classes.foldedText}>{s.snippet}</span>
          <When at={s.date} as="list" className={classes.when} />
        </UnstyledButton>
      </article>
    );

  return (
    <article ref={article} className={classes.message} data-linked={linked || undefined}>
      <header className={classes.from}>
        <Initials name={nameOf(s.from)} id={s.from.email} size={34} />
        <div className={classes.who}>
          <div className="outside"><strong>{nameOf(s.from)}</strong> {s.from.name && <span className={classes.address}>{s.from.email}</span>}</div>
          <div className={`${classes.to} outside`}>{text.to}: {people(s.to)}{m.cc.length > 0 && <> · {text.cc}: {people(m.cc)}</>}</div>
        </div>
        {m.html && (
          <SegmentedControl size="xs" value={view} onChange={v => setView(v as 'text' | 'html')} data={[{ value: 'text', label: text.view.text }, { value: 'html', label: text.view.html }]} aria-label={text.view.label} />
        )}
        <When at={s.date} className={classes.when} />
      </header>
      {m.hiddenCharacters > 0 && <p className={classes.warning}><IconEyeOff size={15} stroke={1.7} aria-hidden />{text.hidden(m.hiddenCharacters)}</p>}
      {view === 'html' && m.html ? (
        <>
          <div className={classes.safe}>
            <IconShieldCheck size={14} stroke={1.7} aria-hidden />
            <span>{load ? text.images.loaded : remote ? text.images.blocked : text.imagesBlocked}</span>
            {remote && !load && <Button size="compact-xs" variant="light" onClick={() => setOnce(true)}>{text.images.once}</Button>}
            {remote && !always && <Button size="compact-xs" variant="subtle" onClick={() => allowImagesOf(s.from.email, true)}>{text.images.always(nameOf(s.from))}</Button>}
            {remote && always && <Button size="compact-xs" variant="subtle" color="gray" onClick={() => allowImagesOf(s.from.email, false)}>{text.images.never(nameOf(s.from))}</Button>}
          </div>
          {/* No scripts, no forms, no origin: links open in a new tab without a referrer. The server's own policy says the same once more. */}
          <iframe className={classes.frame} data-only={only || undefined} src={url(`/mail/messages/${s.id}/html`, load ? { remotePictures: true } : {})} sandbox="allow-popups allow-popups-to-escape-sandbox" referrerPolicy="no-referrer" title={text.frame(s.subject)} loading="lazy" />
        </>
      ) : (
        <PlainText text={m.text} />
      )}
      {m.attachments.length > 0 && (
        <ul className={classes.files}>
          {m.attachments.map(a => (
            <li key={a.index}>
              <a href={url(`/mail/messages/${s.id}/attachments/${a.index}`)} download className={classes.file} aria-label={text.attachment(a.fileName, bytes(a.size))}>
                <IconDownload size={15} stroke={1.7} />
                <span className="outside">{a.fileName}</span>
                <small>{bytes(a.size)}</small>
              </a>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
