import { IconArchive, IconArrowBackUp, IconArrowForwardUp, IconCalendarEvent, IconCalendarMinus, IconCalendarPlus, IconCalendarRepeat, IconFileText, IconMailOpened, IconMail, IconSend2, IconStar, IconStarOff, IconTag, IconTrash, IconFileX, IconBolt } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Proposal } from '@/lib/types';
import { ComposeBody } from './ComposeBody';
import { ComposeEditor } from './ComposeEditor';
import { EventEditor } from './EventEditor';
import { FieldsBody } from './FieldsBody';

export interface EditorProps {
  proposal: Proposal;
  onCancel: () => void;
  /** The whole new payload. */
  onSave: (payload: Record<string, unknown>) => void;
  saving: boolean;
}

/** How one family of kinds is shown, and edited in place where its payload is text. */
export interface Card {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  tone: 'plain' | 'out' | 'remove';
  Body: ComponentType<{ proposal: Proposal }>;
  Editor?: ComponentType<EditorProps>;
}

const organise = (icon: Card['icon'], tone: Card['tone'] = 'plain'): Card => ({ icon, tone, Body: FieldsBody });
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
  'calendar.create-event': { icon: IconCalendarPlus, tone: 'plain', Body: FieldsBody, Editor: EventEditor },
  'calendar.update-event': { icon: IconCalendarEvent, tone: 'plain', Body: FieldsBody, Editor: EventEditor },
  'calendar.move-event': { icon: IconCalendarRepeat, tone: 'plain', Body: FieldsBody },
  'calendar.delete-event': { icon: IconCalendarMinus, tone: 'remove', Body: FieldsBody },
  'calendar.restore-event': { icon: IconCalendarPlus, tone: 'plain', Body: FieldsBody },
};

const unknown: Card = { icon: IconBolt, tone: 'plain', Body: FieldsBody };

/** A kind that the page does not know yet is still shown whole, field by field. */
export const cardFor = (kind: string): Card => cards[kind] ?? unknown;
