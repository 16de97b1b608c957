import { useEffect, type ReactNode } from 'react';
import classes from './Page.module.css';

interface Props {
  title: string;
  /** Beside the title: filters, buttons. */
  tools?: ReactNode;
  /** A line of words under the title. */
  lead?: ReactNode;
  children: ReactNode;
  /** `flow` scrolls as one column of readable width; `fill` hands the height to its content. */
  layout?: 'flow' | 'fill';
  wide?: boolean;
}

/** One page's frame: a bar of constant height, then the content. Sets the document's title. */
export function Page({ title, tools, lead, children, layout = 'flow', wide }: Props) {
  useEffect(() => {
    document.title = `${title} · Steward`;
  }, [title]);
  return (
    <div className={classes.root}>
      <header className={classes.bar}>
        <h1 className={classes.title}>{title}</h1>
        {tools && <div className={classes.tools}>{tools}</div>}
      </header>
      {layout === 'fill' ? children : (
        <div className={classes.scroll} tabIndex={0}>
          <div className={classes.column} data-wide={wide || undefined}>
            {lead && <p className={classes.lead}>{lead}</p>}
            {children}
          </div>
        </div>
      )}
    </div>
  );
}
