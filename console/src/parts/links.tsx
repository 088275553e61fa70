import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type Native = Omit<ComponentPropsWithRef<'a'>, 'style'>;

const AnchorBase = (props: AnchorProps & Native) => <Anchor inherit {...props} />;
const ButtonBase = (props: ButtonProps & Native) => <Button component="a" {...props} />;

/** A link to a page of the console, checked against its routes. */
export const TextLink = createLink(AnchorBase);
/** The same, looking like a button. */
export const ButtonLink = createLink(ButtonBase);
