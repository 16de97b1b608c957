import { ActionIcon, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconHistory, IconPencilPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useCommands } from '@/commands/registry';
import { ApiError } from '@/lib/http';
import { Page } from '@/ui/Page';
import { complain } from '@/ui/toast';
import { Trouble } from '@/ui/Trouble';
import { conversationQuery, usePostTurn } from './api';
import classes from './Chat.module.css';
import { Composer, type ComposerHandle } from './Composer';
import { ConversationList } from './ConversationList';
import { text } from './text';
import { Thread } from './Thread';
import { Welcome } from './Welcome';

export function ChatPage() {
  const { conversationId } = useParams({ strict: false });
  const { ask, plan } = useSearch({ strict: false });
  const navigate = useNavigate();
  const composer = useRef<ComposerHandle>(null);
  const [list, setList] = useState(false);
  const wide = useMediaQuery('(min-width: 68em)', true, { getInitialValueInEffect: false });
  const conversation = useQuery({ ...conversationQuery(conversationId ?? ''), enabled: !!conversationId });
  const post = usePostTurn();

  const send = (message: string) => {
    const turnId = crypto.randomUUID();
    post.mutateAsync({ turnId, message, ...(conversationId ? { conversationId } : {}) }).then(
      accepted => {
        if (accepted.conversationId !== conversationId) void navigate({ to: '/chat/$conversationId', params: { conversationId: accepted.conversationId }, search: plan ? { plan } : {} });
      },
      (error: unknown) => {
        complain(error);
        composer.current?.set(message);
      },
    );
  };

  // A link can fill the composer; it never sends by itself.
  useEffect(() => {
    if (ask) {
      composer.current?.set(ask);
      void navigate({ to: '.', search: old => ({ ...old, ask: undefined }), replace: true });
    }
  }, [ask, navigate]);

  useCommands([
    { id: 'chat.focus', title: text.commands.focus, section: text.commands.section, shortcut: '/', run: () => composer.current?.focus() },
    { id: 'chat.list', title: text.commands.list, section: text.commands.section, run: () => setList(true), disabled: wide },
  ]);

  const gone = conversation.error instanceof ApiError && conversation.error.status === 404;
  const lists = <ConversationList current={conversationId} onPick={() => setList(false)} />;

  return (
    <Page
      title={conversationId ? (conversation.data?.title ?? text.title) : text.newChat}
      layout="fill"
      tools={
        <>
          {!wide && <ActionIcon onClick={() => setList(true)} aria-label={text.commands.list}><IconHistory size={19} stroke={1.6} /></ActionIcon>}
          {!wide && <ActionIcon component={Link} to="/chat" aria-label={text.newChat}><IconPencilPlus size={19} stroke={1.6} /></ActionIcon>}
        </>
      }
    >
      <div className={classes.columns}>
        {wide && <div className={classes.list}>{lists}</div>}
        <div className={classes.main}>
          {conversationId ? (
            conversation.isError && !conversation.data ? (
              <div className={classes.trouble}><Trouble error={gone ? new Error(text.gone) : conversation.error} {...(gone ? {} : { retry: () => void conversation.refetch() })} /></div>
            ) : (
              <Thread key={conversationId} conversation={conversation.data} onSend={send} onEdit={message => composer.current?.set(message)} />
            )
          ) : (
            <Welcome onSend={send} sending={post.isPending} />
          )}
          <Composer ref={composer} onSend={send} busy={post.isPending} last={conversationId ? conversation.data?.turns.at(-1)?.message : undefined} />
        </div>
      </div>
      {!wide && <Drawer opened={list} onClose={() => setList(false)} title={text.conversations} size={320} closeButtonProps={{ 'aria-label': text.cancel }}>{lists}</Drawer>}
    </Page>
  );
}
