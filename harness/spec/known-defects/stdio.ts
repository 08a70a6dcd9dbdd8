import { known } from './known-defect.js';

/** The contract of standard input and output. */
export const STDIO = [
  known(
    'B383',
    'stdio-server',
    'pipe-close',
    'stdio',
    'modelcontextprotocol/typescript-sdk#1564 (PRs #1615, #1644, #1679)',
  ),
  known('B384', 'stdio-server', 'pipe-close', 'stdio', 'web-infra-dev/midscene PR #2157'),
  known(
    'B385',
    'stdio-server',
    'stdout-noise',
    'stdio',
    'microsoft/azure-devops-mcp#147 (same class: hurttlocker/o8#1541, AgentDeskAI/browser-tools-mcp#239, hustcc/mcp-mermaid#25)',
  ),
  known('B386', 'stdio-server', 'child-lifecycle', 'stdio', 'NetVar1337/omniwire PR #7 (same: python-sdk#2231)'),
  known('B387', 'stdio-server', 'child-lifecycle', 'stdio', 'github/github-mcp-server#2323'),
  known('B388', 'stdio-server', 'stdout-noise', 'stdio', 'czlonkowski/n8n-mcp PR #673 (#628, #627, #567)'),
  known(
    'B389',
    'stdio-server',
    'child-lifecycle',
    'stdio',
    'modelcontextprotocol/typescript-sdk#2002 (PR #2003, #2473, #2494; downstream ihor-sokoliuk/mcp-searxng PR #60, ooples/token-optimizer-mcp PR #177)',
  ),
  known('B391', 'stdio-client', 'pipe-full', 'stdio', 'mark3labs/mcp-go PR #963'),
  known(
    'B392',
    'stdio-client',
    'pipe-full',
    'stdio',
    'simonx1/ruby-mcp-client PR #142 (same: kubestellar/console#7960, open-jarvis/OpenJarvis#750, Quack6765/Eidon-AI#247)',
  ),
  known('B393', 'stdio-client', 'child-lifecycle', 'stdio', 'NousResearch/hermes-agent PR #12430 (#11202)'),
  known(
    'B394',
    'stdio-client',
    'child-lifecycle',
    'stdio',
    'NousResearch/hermes-agent PR #24003 (#23799; also #22963)',
  ),
  known('B395', 'stdio-client', 'child-lifecycle', 'stdio', 'modelcontextprotocol/python-sdk PR #555 (#372)'),
  known('B396', 'stdio-client', 'child-lifecycle', 'stdio', 'microsoft/vscode#250206'),
  known('B397', 'stdio-client', 'child-lifecycle', 'stdio', 'modelcontextprotocol/csharp-sdk#1836 (PR #1838)'),
  known('B398', 'stdio-client', 'child-lifecycle', 'stdio', 'modelcontextprotocol/csharp-sdk#155'),
  known(
    'B399',
    'stdio-client',
    'child-lifecycle',
    'stdio',
    'modelcontextprotocol/typescript-sdk#2023 (PR #2024; same: java-sdk#496, anomalyco/opencode#46253, MoonshotAI/kimi-code PR #1038)',
  ),
];
