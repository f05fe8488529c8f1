// A warning while the console is reached without TLS: passwords and tickets can be read on the way.
import { MessageBar, MessageBarBody } from '@fluentui/react-components';
import { isPlainHttp } from '../../contract/loopback.ts';
import { useTexts } from '../ui/texts.ts';

/** `location` is the address of the page. Nothing for https and on this computer. */
export function PlainHttpBar({ protocol, hostname }: Pick<Location, 'protocol' | 'hostname'>) {
  const { t } = useTexts();
  if (!isPlainHttp({ protocol, hostname })) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{t('shell.plainHttp')}</MessageBarBody>
    </MessageBar>
  );
}
