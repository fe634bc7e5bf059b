import { StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

export function RequestForm() {
  return <aldaba-form form="horizonte/pre-request"><a href="http://127.0.0.1:8000/f/horizonte/pre-request?lang=en">Request technical assistance</a></aldaba-form>;
}

/** Drawn anew each second, with the form inside: React leaves alone what it did not make. */
function Assistance() {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <h1>Assistance</h1>
      <p className="tile">This view has been open for <output>{seconds}</output> s.</p>
      <RequestForm />
    </>
  );
}

function Home() {
  return <><h1>Hello!</h1><p className="tile">The common areas are inspected on Thursday at 10.</p></>;
}

const VIEWS = { Assistance, Home };

function App() {
  const [name, setName] = useState("Assistance");
  const View = VIEWS[name];
  return (
    <>
      <nav aria-label="My Horizonte">
        {Object.keys(VIEWS).map((each) => (
          <button key={each} type="button" aria-current={each === name ? "page" : undefined} onClick={() => setName(each)}>{each}</button>
        ))}
        <a href="../">Examples</a>
      </nav>
      <main><View /></main>
    </>
  );
}

createRoot(document.getElementById("root")).render(<StrictMode><App /></StrictMode>);
