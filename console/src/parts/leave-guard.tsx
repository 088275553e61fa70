import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Confirmation } from './confirmation.tsx';

/** Asks before what is not saved is lost: by a link, by a step back, and by closing or reloading the tab. */
export function LeaveGuard({ isChanged }: { readonly isChanged: boolean }) {
  const { t } = useTranslation();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: isChanged,
    withResolver: true,
  });
  return (
    <Confirmation
      isOpen={status === 'blocked'}
      onClose={() => reset?.()}
      title={t('common.leaveTitle')}
      detail={t('common.leaveDetail')}
      action={t('common.leave')}
      onConfirm={() => proceed?.()}
    />
  );
}
