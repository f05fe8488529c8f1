// The tabs of a page's views.
import { makeStyles, Tab, TabList, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  // aligns the label of the first tab with the title, without the tab's padding
  root: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalMNudge})` },
});

interface ViewTabsProps<V extends string> {
  views: readonly V[];
  shown: V;
  nameOf: (view: V) => string;
  onShow: (view: V) => void;
}

export function ViewTabs<V extends string>({ views, shown, nameOf, onShow }: ViewTabsProps<V>) {
  const styles = useStyles();
  const show = (value: unknown) => {
    const view = views.find((one) => one === value);
    if (view !== undefined) onShow(view);
  };
  return (
    <TabList className={styles.root} selectedValue={shown} onTabSelect={(_, { value }) => show(value)}>
      {views.map((view) => (
        <Tab key={view} value={view}>
          {nameOf(view)}
        </Tab>
      ))}
    </TabList>
  );
}
