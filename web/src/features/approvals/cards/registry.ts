import { IconArchive, IconArrowBackUp, IconArrowForwardUp, IconCalendarEvent, IconCalendarMinus, IconCalendarPlus, IconCalendarRepeat, IconFileText, IconMailOpened, IconMail, IconMailOff, IconSend2, IconStar, IconStarOff, IconTag, IconTrash, IconFileX, IconBolt, IconBell, IconCalendarQuestion, IconClockPause, IconInbox, IconNote, IconNotes, IconNoteOff, IconHourglass, IconHourglassOff } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Proposal } from '@/lib/types';
import { ComposeBody } from './ComposeBody';
import { ComposeEditor } from './ComposeEditor';
import { EventBody } from './EventBody';
import { EventEditor } from './EventEditor';
import { FieldsBody } from './FieldsBody';
import { MomentEditor } from './MomentEditor';
import { NoteEditor } from './NoteEditor';

export interface EditorProps {
  proposal: Proposal;
  onCancel: () => void;
  /** The whole new payload. */
  onSave: (payload: Record<string, unknown>) => void;
  saving: boolean;
  /** Why the server refused what was saved last. */
  refused: unknown;
}

/** How one family of kinds is shown, and edited in place where its payload is text. */
export interface Card {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  tone: 'plain' | 'out' | 'remove';
  Body: ComponentType<{ proposal: Proposal }>;
  Editor?: ComponentType<EditorProps>;
  /** Its change is one short field, and fits beside the title in a list. */
  brief?: boolean;
}

const organise = (icon: Card['icon'], tone: Card['tone'] = 'plain'): Card => ({ icon, tone, Body: FieldsBody, brief: true });
const event = (icon: Card['icon'], tone: Card['tone'] = 'plain', Editor?: Card['Editor']): Card => ({ icon, tone, Body: EventBody, ...(Editor ? { Editor } : {}) });
const note = (icon: Card['icon'], tone: Card['tone'] = 'plain', Editor?: Card['Editor']): Card => ({ icon, tone, Body: FieldsBody, ...(Editor ? { Editor } : {}) });
const compose = (icon: Card['icon'], tone: Card['tone']): Card => ({ icon, tone, Body: ComposeBody, Editor: ComposeEditor });

const cards: Record<string, Card> = {
  'mail.archive': organise(IconArchive),
  'mail.label': organise(IconTag),
  'mail.set-labels': organise(IconTag),
  'mail.mark-read': organise(IconMailOpened),
  'mail.mark-unread': organise(IconMail),
  'mail.star': organise(IconStar),
  'mail.unstar': organise(IconStarOff),
  'mail.trash': organise(IconTrash, 'remove'),
  'mail.restore': organise(IconArrowBackUp),
  'mail.create-draft': compose(IconFileText, 'plain'),
  'mail.update-draft': compose(IconFileText, 'plain'),
  'mail.delete-draft': organise(IconFileX, 'remove'),
  'mail.send': compose(IconSend2, 'out'),
  'mail.reply': compose(IconArrowBackUp, 'out'),
  'mail.forward': compose(IconArrowForwardUp, 'out'),
  'mail.snooze': { icon: IconClockPause, tone: 'plain', Body: FieldsBody, Editor: MomentEditor },
  'mail.unsnooze': organise(IconInbox),
  'mail.unsubscribe': { icon: IconMailOff, tone: 'out', Body: FieldsBody },
  'calendar.create-event': event(IconCalendarPlus, 'plain', EventEditor),
  'calendar.update-event': event(IconCalendarEvent, 'plain', EventEditor),
  'calendar.move-event': event(IconCalendarRepeat),
  'calendar.respond': event(IconCalendarQuestion, 'out'),
  'calendar.create-reminder': event(IconBell, 'plain', MomentEditor),
  'calendar.delete-event': event(IconCalendarMinus, 'remove'),
  'calendar.restore-event': event(IconCalendarPlus),
  'calendar.restore-remote-event': event(IconCalendarPlus),
  'calendar.create-calendar': { icon: IconCalendarPlus, tone: 'plain', Body: FieldsBody },
  'calendar.rename-calendar': { icon: IconCalendarEvent, tone: 'plain', Body: FieldsBody },
  'calendar.delete-calendar': { icon: IconCalendarMinus, tone: 'remove', Body: FieldsBody },
  'calendar.restore-calendar': { icon: IconCalendarPlus, tone: 'plain', Body: FieldsBody },
  'follow-ups.wait': { icon: IconHourglass, tone: 'plain', Body: FieldsBody, Editor: MomentEditor },
  'follow-ups.cancel': { icon: IconHourglassOff, tone: 'plain', Body: FieldsBody },
  'follow-ups.restore': { icon: IconHourglass, tone: 'plain', Body: FieldsBody },
  'notes.create': note(IconNote, 'plain', NoteEditor),
  'notes.change': note(IconNotes, 'plain', NoteEditor),
  'notes.delete': note(IconNoteOff, 'remove'),
  'notes.restore': note(IconNote),
};

const unknown: Card = { icon: IconBolt, tone: 'plain', Body: FieldsBody };

/** A kind that the page does not know yet is still shown whole, field by field. */
export const cardFor = (kind: string): Card => cards[kind] ?? unknown;
