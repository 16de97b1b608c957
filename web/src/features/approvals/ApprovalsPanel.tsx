import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { PendingList } from './PendingList';
import classes from './ApprovalsPanel.module.css';
import { text } from './text';

export default function ApprovalsPanel({ onClose }: { onClose: () => void }) {
  return (
    <div className={classes.root}>
      <header className={classes.bar}>
        <h2>{text.panel.title}</h2>
        <Tooltip label={text.panel.page}><ActionIcon component={Link} to="/approvals" aria-label={text.panel.page}><IconArrowsMaximize size={17} stroke={1.7} /></ActionIcon></Tooltip>
        <ActionIcon onClick={onClose} aria-label={text.panel.close}><IconX size={18} stroke={1.7} /></ActionIcon>
      </header>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={text.panel.title}><PendingList /></div>
    </div>
  );
}
