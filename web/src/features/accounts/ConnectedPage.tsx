import { Button, Group, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconPlugConnectedX, IconUserQuestion } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ApiError, messageOf } from '@/lib/http';
import { safeNext } from '@/lib/guard';
import type { Connected } from '@/lib/types';
import { Page } from '@/ui/Page';
import { say } from '@/ui/toast';
import { complete } from './api';
import { AccessList } from './connect/AccessList';
import classes from './connect/Connect.module.css';
import { text } from './connect/text';

const route = getRouteApi('/app/accounts/connected/$provider');

/** Where a provider sends the browser back to. State and code leave the address bar and the history before they are used; they are good once. */
export function ConnectedPage() {
  const { provider } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  const client = useQueryClient();
  const [sent] = useState(search);
  const started = useRef(false);
  const name = provider.charAt(0).toUpperCase() + provider.slice(1);
  const finish = useMutation({
    mutationFn: complete,
    onSuccess: done => {
      void client.invalidateQueries();
      // Consent that something waited for leads back to it at once.
      if (done.returnTo === '/accounts' || done.declined.length > 0) return;
      say(text.renewedText(done.address), text.allowed);
      router.history.replace(safeNext(done.returnTo));
    },
  });
  useEffect(() => {
    if (started.current || !sent.state) return;
    started.current = true;
    void navigate({ search: {}, replace: true });
    finish.mutate({ state: sent.state, code: sent.code, error: sent.error });
  }, [sent, navigate, finish]);

  const accounts = <Button component={Link} to="/accounts" variant="default">{text.accounts}</Button>;
  const again = <Button component={Link} to="/accounts">{text.accounts}</Button>;
  return (
    <Page title={text.page}>
      {!sent.state ? <Outcome kind="refused" icon={IconPlugConnectedX} title={text.nothing} actions={again}><p>{text.nothingText}</p></Outcome>
      : finish.data ? <Done done={finish.data} accounts={accounts} />
      : finish.isError ? <Refused error={finish.error} actions={again} />
      : <Outcome kind="done" icon={WaitIcon} title={text.finishing(name)} status />}
    </Page>
  );
}

const WaitIcon = () => <Loader size={20} />;

function Done({ done, accounts }: { done: Connected; accounts: ReactNode }) {
  const [title, words] = done.outcome === 'connected' ? [text.connected, text.connectedText] : done.outcome === 'merged' ? [text.merged, text.mergedText] : [text.renewed, text.renewedText];
  return (
    <Outcome kind="done" icon={IconCheck} title={title} actions={<><Button renderRoot={props => <Link to="/inbox" search={{ account: done.accountId }} {...props} />}>{text.inbox}</Button>{accounts}</>} status>
      <p className="outside">{words(done.address)}</p>
      {done.declined.length > 0 && (
        <>
          <p>{text.declined}</p>
          <AccessList access={done.declined} allowed={false} />
          <p>{text.declinedHint}</p>
        </>
      )}
    </Outcome>
  );
}

/** To say no at the provider is no failure; a wrong account is easily chosen. */
function Refused({ error, actions }: { error: unknown; actions: ReactNode }) {
  const code = error instanceof ApiError ? error.code : '';
  const [kind, icon, title] = code === 'access_denied' ? (['refused', IconPlugConnectedX, text.notDone] as const)
    : code === 'wrong_account' ? (['refused', IconUserQuestion, text.wrong] as const)
    : (['failed', IconAlertTriangle, text.notDone] as const);
  return <Outcome kind={kind} icon={icon} title={title} actions={actions} alert><p className="outside">{messageOf(error)}</p></Outcome>;
}

interface OutcomeProps {
  kind: 'done' | 'refused' | 'failed';
  icon: (props: { size?: number; stroke?: number }) => ReactNode;
  title: string;
  actions?: ReactNode;
  children?: ReactNode;
  status?: boolean;
  alert?: boolean;
}

function Outcome({ kind, icon: Icon, title, actions, children, status, alert }: OutcomeProps) {
  return (
    <section className={classes.outcome} data-kind={kind} role={alert ? 'alert' : status ? 'status' : undefined}>
      <span className={classes.mark}><Icon size={22} stroke={1.7} /></span>
      <h2>{title}</h2>
      {children}
      {actions && <Group gap="sm" mt={6}>{actions}</Group>}
    </section>
  );
}
