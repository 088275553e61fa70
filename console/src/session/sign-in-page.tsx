import { Alert, Button, Code, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Preferences } from '../shell/preferences.tsx';
import { type Challenge, CognitoError } from './cognito.ts';
import { useSession } from './session-context.ts';

/** Errors that have words of their own; any other is said in Cognito's. */
const KNOWN_ERRORS = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'InvalidPasswordException',
  'CodeMismatchException',
  'EnableSoftwareTokenMFAException',
  'TooManyRequestsException',
  'Unreachable',
]);

/** Takes the place of every page until somebody is signed in; the address stays, so it leads on to where one wanted to go. */
export function SignInPage() {
  const { t } = useTranslation();
  const { state } = useSession();
  return (
    <main id="main" style={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', padding: 16 }}>
      <div style={{ width: '100%', maxWidth: 384 }}>
        <div className="panel" style={{ padding: 32 }}>
          <Stack gap="lg">
            <div>
              <img src="/favicon.svg" alt="" width={40} height={40} />
              <Title order={1} mt="sm">
                {t('signIn.title')}
              </Title>
              <Text c="dimmed" size="sm">
                {t('signIn.lead')}
              </Text>
            </div>
            {state.status === 'challenged' ? <ChallengeForm challenge={state.challenge} /> : <PasswordForm />}
          </Stack>
        </div>
        <Preferences mt="md" justify="center" />
      </div>
    </main>
  );
}

function PasswordForm() {
  const { t } = useTranslation();
  const { session, state } = useSession();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const form = useSubmit(() => session.signIn(email.trim(), password));
  return (
    <form onSubmit={form.submit}>
      <Stack gap="md">
        {state.status === 'signed-out' && state.ended && !form.error && (
          <Alert color="indigo" role="status">
            {t('signIn.ended')}
          </Alert>
        )}
        <TextInput
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <FormError error={form.error} />
        <Button type="submit" loading={form.isBusy}>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  );
}

function ChallengeForm({ challenge }: { readonly challenge: Challenge }) {
  const { t } = useTranslation();
  const { session } = useSession();
  const [answer, setAnswer] = useState('');
  const form = useSubmit(async () => {
    await session.answer(challenge, answer.trim());
    setAnswer('');
  });
  const isPassword = challenge.kind === 'new-password';
  const common = {
    required: true,
    withAsterisk: false,
    value: answer,
    onChange: (event: { currentTarget: { value: string } }) => setAnswer(event.currentTarget.value),
  };
  return (
    <form onSubmit={form.submit}>
      <Stack gap="md">
        <Text size="sm">{t(`signIn.challenge.${challenge.kind}`)}</Text>
        {challenge.secret && <Code block>{challenge.secret}</Code>}
        {isPassword ? (
          <PasswordInput {...common} label={t('signIn.newPassword')} autoComplete="new-password" />
        ) : (
          <TextInput {...common} label={t('signIn.code')} autoComplete="one-time-code" inputMode="numeric" />
        )}
        <FormError error={form.error} />
        <Button type="submit" loading={form.isBusy}>
          {t('signIn.continue')}
        </Button>
        <Button variant="subtle" onClick={() => session.signOut()}>
          {t('signIn.startAgain')}
        </Button>
      </Stack>
    </form>
  );
}

function FormError({ error }: { readonly error: Error | undefined }) {
  const { t } = useTranslation();
  if (!error) return null;
  const code = error instanceof CognitoError ? error.code : '';
  return (
    <Text role="alert" size="sm" style={{ color: 'var(--state-failed)' }}>
      {KNOWN_ERRORS.has(code) ? t(`signIn.errors.${code}`) : error.message}
    </Text>
  );
}

function useSubmit(action: () => Promise<void>) {
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await action();
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setBusy(false);
    }
  };
  return { submit, error, isBusy };
}
