import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArchive, IconArrowBackUp, IconMail, IconMailOpened, IconStar, IconTrash, IconX } from '@tabler/icons-react';
import { useManner } from '@/lib/session';
import { text } from '../text';
import type { MailAct } from '../useMailActions';
import { OrganiseMenus } from './OrganiseMenus';
import classes from './ThreadList.module.css';

interface Props {
  selected: ReadonlySet<string>;
  onAct: (act: MailAct) => void;
  onClear: () => void;
  q: string;
  total: number | null;
  loaded: number;
  more: boolean;
}

/** Above the list: how much there is, or what to do with what is selected. Its height never changes. */
export function SelectionBar({ selected, onAct, onClear, q, total, loaded, more }: Props) {
  const { locale } = useManner();
  if (selected.size === 0)
    return <div className={classes.bar}><span role="status">{total !== null ? text.total(total, false, locale) : loaded > 0 ? text.total(loaded, more, locale) : ''}</span></div>;
  const verbs = q.includes('in:trash')
    ? ([['restore', IconArrowBackUp, text.actions.restore]] as const)
    : ([['archive', IconArchive, text.actions.archive], ['mark-read', IconMailOpened, text.actions.read], ['mark-unread', IconMail, text.actions.unread], ['star', IconStar, text.actions.star], ['trash', IconTrash, text.actions.trash]] as const);
  return (
    <div className={classes.bar} data-some>
      <strong role="status">{text.selected(selected.size)}</strong>
      {verbs.map(([verb, Icon, label]) => (
        <Tooltip key={verb} label={label}><ActionIcon size="md" aria-label={label} onClick={() => onAct(verb)}><Icon size={17} stroke={1.7} /></ActionIcon></Tooltip>
      ))}
      {verbs.length > 1 && <OrganiseMenus size="md" onLabel={label => onAct({ label })} onSnooze={until => onAct({ until })} />}
      <Tooltip label={text.clearSelection}><ActionIcon size="md" ml="auto" aria-label={text.clearSelection} onClick={onClear}><IconX size={16} /></ActionIcon></Tooltip>
    </div>
  );
}
