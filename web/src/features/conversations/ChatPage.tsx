import { ActionIcon, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconHistory, IconPencilPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useCommands } from '@/commands/registry';
import { ApiError } from '@/lib/http';
import type { ChatFile } from '@/lib/types';
import { Page } from '@/ui/Page';
import { complain } from '@/ui/toast';
import { Trouble } from '@/ui/Trouble';
import { conversationQuery, usePostTurn } from './api';
import classes from './Chat.module.css';
import { Composer, type ComposerHandle } from './Composer';
import { ConversationList } from './ConversationList';
import { text } from './text';
import { Thread } from './Thread';
import { endTour, toured, TourHint } from './Tour';
import { Welcome } from './Welcome';

export function ChatPage() {
  const { conversationId } = useParams({ strict: false });
  const { ask, plan, tour } = useSearch({ strict: false });
  const navigate = useNavigate();
  const composer = useRef<ComposerHandle>(null);
  const [list, setList] = useState(false);
  const wide = useMediaQuery('(min-width: 68em)', true, { getInitialValueInEffect: false });
  const conversation = useQuery({ ...conversationQuery(conversationId ?? ''), enabled: !!conversationId });
  const post = usePostTurn();

  const [fresh, setFresh] = useState(() => !toured());
  const stopTour = () => {
    endTour();
    setFresh(false);
    if (tour) void navigate({ to: '.', search: old => ({ ...old, tour: undefined }), replace: true });
  };

  const send = (message: string, { asTour = false, files = [] }: { asTour?: boolean; files?: readonly ChatFile[] } = {}) => {
    const turnId = crypto.randomUUID();
    post.mutateAsync({ turnId, message, files, ...(conversationId ? { conversationId } : {}) }).then(
      accepted => {
        if (accepted.conversationId !== conversationId) void navigate({ to: '/chat/$conversationId', params: { conversationId: accepted.conversationId }, search: { ...(plan ? { plan } : {}), ...(asTour ? { tour: 'yes' as const } : {}) } });
      },
      (error: unknown) => {
        complain(error);
        composer.current?.set(message, files);
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
              <Thread key={conversationId} conversation={conversation.data} onSend={m => send(m)} onEdit={message => composer.current?.set(message)} />
            )
          ) : (
            <Welcome onSend={m => send(m)} sending={post.isPending} tour={fresh} onTour={() => send(text.suggestions[0]!.message, { asTour: true })} onTourEnd={stopTour} />
          )}
          {tour && conversation.data?.turns[0] && <TourHint turn={conversation.data.turns[0]} onEnd={stopTour} />}
          <Composer ref={composer} onSend={(m, files) => send(m, { files })} busy={post.isPending} last={conversationId ? conversation.data?.turns.at(-1)?.message : undefined} />
        </div>
      </div>
      {!wide && <Drawer opened={list} onClose={() => setList(false)} title={text.conversations} size={320} closeButtonProps={{ 'aria-label': text.cancel }}>{lists}</Drawer>}
    </Page>
  );
}
