import type { ComponentType, ReactNode } from 'react';
import classes from './Empty.module.css';

interface Props {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  children?: ReactNode;
  /** What to do next. */
  action?: ReactNode;
}

export function Empty({ icon: Icon, title, children, action }: Props) {
  return (
    <div className={classes.root}>
      <span className={classes.icon}><Icon size={26} stroke={1.4} /></span>
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.text}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
