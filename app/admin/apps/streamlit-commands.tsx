import { splitPlace } from '@/lib/apps/upstreams';

/** The command lines that start an app's copies where they are expected. */
export function StreamlitCommands({ places }: { places: readonly string[] }) {
  return (
    <pre className="whitespace-pre-wrap break-words rounded-control bg-sunken px-3 py-2 font-mono text-sm">
      {places
        .map((place) => splitPlace(place))
        .map(({ host, port }) => `streamlit run app.py --server.address ${host} --server.port ${port}`)
        .join('\n')}
    </pre>
  );
}
