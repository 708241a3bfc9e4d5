/** What is reported for each config, in order: line:column, severity and rule. Each row was held against what LiteLLM does with the file. */

export type Expected = { readonly compiles: boolean; readonly found: readonly string[] }

/** Files of `test/fixtures/configs`. */
export const expectedFixtures: ReadonlyMap<string, Expected> = new Map<string, Expected>([
  [
    'broken-fallbacks.yaml',
    {
      compiles: false,
      found: [
        '12:14 error fallback-shape',
        '13:7 error fallback-shape',
        '14:7 error fallback-shape',
        '16:15 error unknown-fallback-target',
        '18:5 error fallback-shape',
        '22:7 error fallback-shape',
        '24:3 warning given-in-both-sections',
      ],
    },
  ],
  [
    'guide.yaml',
    {
      compiles: true,
      found: ['29:7 note fallback-cycle', '30:23 warning chain-shrinks-context'],
    },
  ],
  [
    'secrets.yaml',
    {
      compiles: false,
      found: [
        '6:16 error literal-secret',
        '9:14 note price-unknown',
        '11:16 note literal-secret',
        '15:7 warning tags-without-filtering',
        '15:14 error env-reference-in-list',
        '18:14 error mixed-modes',
        '21:15 warning literal-secret',
      ],
    },
  ],
  [
    'shell-references.yaml',
    {
      compiles: false,
      found: [
        '6:16 error env-reference-form',
        '9:14 note price-unknown',
        '10:17 error env-reference-form',
        '11:16 note literal-secret',
        '15:16 error env-reference-form',
        '18:18 warning env-reference-form',
        '21:15 error env-reference-form',
      ],
    },
  ],
  [
    'silent-no-ops.yaml',
    {
      compiles: true,
      found: [
        '6:7 note accepted-key',
        '7:7 warning partial-weights',
        '8:7 warning tags-without-filtering',
        '10:29 warning price-per-million',
        '14:7 warning budget-without-duration',
        '18:3 warning allowed-fails-without-effect',
        '19:18 warning zero-means-unset',
        '20:16 warning retries-exceed-timeout',
        '23:5 note policy-entry-never-read',
        '26:3 warning given-in-both-sections',
        '28:21 warning text-instead-of-list',
      ],
    },
  ],
  [
    'unknown-providers.yaml',
    {
      compiles: false,
      found: [
        '5:14 error unknown-provider',
        '8:14 error unknown-provider',
        '11:14 error unknown-provider',
        '15:14 error model-by-reference',
        '18:14 warning no-adapter',
        '18:14 note price-unknown',
      ],
    },
  ],
  [
    'misspelt-keys.yaml',
    {
      compiles: false,
      found: [
        '2:1 error unknown-key',
        '5:5 error missing-key',
        '8:7 warning unknown-key',
        '9:7 warning unknown-key',
        '10:7 warning unknown-key',
        '11:5 error unknown-key',
        '13:5 error missing-key',
        '17:5 error missing-key',
        '20:13 warning not-allowed-value',
        '21:7 warning unknown-key',
        '22:1 error unknown-key',
        '25:3 error unknown-key',
        '26:3 error unknown-key',
        '27:3 error unknown-key',
        '29:3 error unknown-key',
        '30:3 error unknown-key',
        '32:3 error unknown-key',
        '34:5 warning unknown-key',
        '35:5 warning unknown-key',
        '36:3 warning unknown-key',
      ],
    },
  ],
  [
    'weak-fallbacks.yaml',
    {
      compiles: false,
      found: [
        '12:16 error unknown-fallback-target',
        '13:21 warning fallback-to-itself',
        '13:34 warning chain-loses-capability',
        '13:34 warning chain-shrinks-context',
        '15:7 warning duplicate-fallback-source',
        '16:7 warning unknown-fallback-source',
        '18:5 error fallback-shape',
        '20:22 error fallback-shape',
      ],
    },
  ],
  [
    'wildcards.yaml',
    {
      compiles: true,
      found: [],
    },
  ],
  [
    'wrong-aliases.yaml',
    {
      compiles: false,
      found: [
        '12:16 error alias-shape',
        '13:11 error unknown-alias-target',
        '14:13 error unknown-alias-target',
        '15:5 warning alias-hides-group',
      ],
    },
  ],
  [
    'wrong-strategy.yaml',
    {
      compiles: false,
      found: [
        '9:21 error unknown-strategy',
        '10:3 warning unknown-key',
        '13:3 error unknown-key',
        '14:3 warning misplaced-key',
        '16:1 warning unknown-key',
      ],
    },
  ],
])

/** Files of the corpus' `configs`: public configs as people wrote them. */
export const expectedCorpus: ReadonlyMap<string, Expected> = new Map<string, Expected>([
  [
    '01.yaml',
    {
      compiles: true,
      found: ['30:3 warning unknown-key'],
    },
  ],
  [
    '02.yaml',
    {
      compiles: true,
      found: [
        '104:7 note python-path',
        '125:5 note policy-entry-never-read',
        '130:5 note policy-entry-never-read',
        '137:7 note fallback-cycle',
        '145:3 note accepted-key',
      ],
    },
  ],
  [
    '03.yaml',
    {
      compiles: false,
      found: [
        '3:3 error misplaced-key',
        '8:3 warning allowed-fails-without-effect',
        '9:3 warning misplaced-key',
        '22:14 note price-unknown',
        '28:7 note accepted-key',
      ],
    },
  ],
  [
    '04.yaml',
    {
      compiles: false,
      found: ['13:14 error model-by-reference'],
    },
  ],
  [
    '05.yaml',
    {
      compiles: true,
      found: [
        '20:5 note accepted-key',
        '67:12 note price-unknown',
        '75:12 note price-unknown',
        '84:12 warning deprecated-model',
        '90:12 warning deprecated-model',
        '96:12 warning deprecated-model',
        '102:12 warning deprecated-model',
        '110:12 warning deprecated-model',
        '208:12 warning deprecated-model',
        '214:12 warning deprecated-model',
        '228:3 warning unknown-key',
        '229:3 warning misplaced-key',
      ],
    },
  ],
  [
    '06.yaml',
    {
      compiles: true,
      found: ['44:14 warning deprecated-model', '54:14 warning deprecated-model'],
    },
  ],
  [
    '07.yaml',
    {
      compiles: false,
      found: [
        '53:14 note price-unknown',
        '55:16 note literal-secret',
        '68:7 error fallback-shape',
        '70:7 error fallback-shape',
        '72:7 error fallback-shape',
        '74:7 error fallback-shape',
        '76:7 error fallback-shape',
        '78:7 error fallback-shape',
        '80:7 error fallback-shape',
        '82:7 error fallback-shape',
        '92:16 error alias-shape',
        '93:14 error alias-shape',
        '94:13 error alias-shape',
        '95:13 error alias-shape',
        '96:19 error alias-shape',
      ],
    },
  ],
  [
    '08.yaml',
    {
      compiles: false,
      found: [
        '8:14 error unknown-provider',
        '13:14 error unknown-provider',
        '27:7 note accepted-key',
        '47:1 note accepted-key',
        '62:16 warning retries-exceed-timeout',
        '82:3 warning unknown-key',
        '84:3 warning misplaced-key',
        '86:3 error misplaced-key',
        '90:3 warning misplaced-key',
        '91:3 warning unknown-key',
        '92:3 warning misplaced-key',
        '93:3 warning misplaced-key',
        '94:3 warning misplaced-key',
        '96:3 warning misplaced-key',
        '100:3 warning unknown-key',
        '102:3 warning unknown-key',
        '104:3 warning unknown-key',
        '111:3 warning unknown-key',
        '113:3 warning unknown-key',
        '117:3 warning misplaced-key',
        '119:3 warning misplaced-key',
        '136:3 warning unknown-key',
        '142:5 warning wrong-type',
        '146:5 warning wrong-type',
        '150:5 warning wrong-type',
        '154:5 warning wrong-type',
      ],
    },
  ],
  [
    '09.yaml',
    {
      compiles: true,
      found: ['95:3 warning unknown-key', '102:3 note accepted-key', '103:3 warning misplaced-key'],
    },
  ],
  [
    '10.yaml',
    {
      compiles: true,
      found: [
        '12:1 note accepted-key',
        '251:13 warning not-allowed-value',
        '311:13 warning not-allowed-value',
        '320:13 warning not-allowed-value',
        '341:3 warning unknown-key',
      ],
    },
  ],
  [
    '11.yaml',
    {
      compiles: true,
      found: ['23:15 warning literal-secret'],
    },
  ],
  [
    '12.yaml',
    {
      compiles: true,
      found: [
        '11:14 note price-unknown',
        '13:16 note literal-secret',
        '25:3 warning allowed-fails-without-effect',
        '26:3 warning misplaced-key',
      ],
    },
  ],
  [
    '13.yaml',
    {
      compiles: true,
      found: ['18:15 warning literal-secret'],
    },
  ],
  [
    '14.yaml',
    {
      compiles: true,
      found: ['29:14 note price-unknown', '37:3 warning misplaced-key', '47:3 note accepted-key', '47:14 warning not-allowed-value'],
    },
  ],
  [
    '15.yaml',
    {
      compiles: false,
      found: [
        '5:16 error env-reference-form',
        '6:7 warning misplaced-key',
        '7:7 warning misplaced-key',
        '12:16 error env-reference-form',
        '17:16 error env-reference-form',
        '24:3 warning unknown-key',
        '25:3 warning unknown-key',
      ],
    },
  ],
  [
    '16.yaml',
    {
      compiles: true,
      found: ['10:7 note accepted-key', '11:7 note accepted-key'],
    },
  ],
  [
    '17.yaml',
    {
      compiles: true,
      found: ['30:14 note mode-guessed', '32:16 note literal-secret', '36:14 note mode-guessed'],
    },
  ],
  [
    '18.yaml',
    {
      compiles: false,
      found: [
        '4:14 error model-by-reference',
        '6:16 note literal-secret',
        '10:7 note accepted-key',
        '17:3 warning given-in-both-sections',
        '27:16 warning retries-exceed-timeout',
        '34:3 warning unknown-key',
      ],
    },
  ],
  [
    '19.yaml',
    {
      compiles: true,
      found: ['52:14 note python-path', '53:3 note accepted-key'],
    },
  ],
  [
    '20.yaml',
    {
      compiles: true,
      found: [
        '6:26 warning empty-credential',
        '7:30 warning empty-credential',
        '13:26 warning empty-credential',
        '14:30 warning empty-credential',
      ],
    },
  ],
  [
    '21.yaml',
    {
      compiles: true,
      found: [
        '19:14 note price-unknown',
        '21:16 note literal-secret',
        '25:14 note price-unknown',
        '45:7 note fallback-cycle',
        '47:17 warning chain-shrinks-context',
      ],
    },
  ],
  [
    '22.yaml',
    {
      compiles: false,
      found: [
        '28:14 warning deprecated-model',
        '38:14 warning deprecated-model',
        '42:19 warning env-reference-form',
        '43:19 warning env-reference-form',
        '44:19 warning env-reference-form',
        '45:22 warning env-reference-form',
        '49:3 warning unknown-key',
        '50:3 warning misplaced-key',
        '52:3 warning misplaced-key',
        '56:3 error misplaced-key',
        '58:1 warning unknown-key',
        '63:1 warning unknown-key',
        '72:7 note python-path',
        '73:3 warning misplaced-key',
      ],
    },
  ],
  [
    '23.yaml',
    {
      compiles: false,
      found: [
        '4:14 warning placeholder-value',
        '11:14 warning placeholder-value',
        '25:3 warning allowed-fails-without-effect',
        '49:3 note accepted-key',
        '51:3 error misplaced-key',
        '53:3 note accepted-key',
        '61:3 note accepted-key',
      ],
    },
  ],
  [
    '24.yaml',
    {
      compiles: false,
      found: [
        '4:14 note price-unknown',
        '6:16 note literal-secret',
        '9:7 warning misplaced-key',
        '10:20 error wrong-type',
        '18:7 warning misplaced-key',
        '19:20 error wrong-type',
        '27:7 warning misplaced-key',
        '28:20 error wrong-type',
        '41:7 warning misplaced-key',
        '42:20 error wrong-type',
        '47:3 note accepted-key',
        '48:3 warning unknown-key',
      ],
    },
  ],
  [
    '25.yaml',
    {
      compiles: true,
      found: [
        '10:7 note accepted-key',
        '848:8 note fallback-cycle',
        '861:30 warning chain-shrinks-context',
        '862:28 warning chain-shrinks-context',
        '863:28 warning chain-shrinks-context',
        '865:29 warning chain-shrinks-context',
        '872:3 note accepted-key',
        '876:1 note accepted-key',
      ],
    },
  ],
  [
    '26.yaml',
    {
      compiles: true,
      found: [
        '7:7 note accepted-key',
        '182:3 warning unknown-key',
        '201:3 note accepted-key',
        '210:16 warning retries-exceed-timeout',
        '213:3 warning allowed-fails-without-effect',
      ],
    },
  ],
  [
    '27.yaml',
    {
      compiles: true,
      found: ['15:16 note literal-secret'],
    },
  ],
  [
    '28.yaml',
    {
      compiles: false,
      found: [
        '5:16 error env-reference-form',
        '10:16 error env-reference-form',
        '14:14 warning deprecated-model',
        '15:16 error env-reference-form',
        '19:14 warning deprecated-model',
        '20:16 error env-reference-form',
        '25:16 error env-reference-form',
        '29:14 note price-unknown',
        '30:16 error env-reference-form',
        '34:14 warning deprecated-model',
        '35:16 error env-reference-form',
        '38:15 error env-reference-form',
        '39:17 error env-reference-form',
        '49:3 warning unknown-key',
        '59:1 warning unknown-key',
      ],
    },
  ],
  [
    '29.yaml',
    {
      compiles: true,
      found: ['43:3 warning unknown-key', '77:3 note accepted-key', '85:3 note accepted-key'],
    },
  ],
  [
    '30.yaml',
    {
      compiles: true,
      found: [
        '2:15 warning literal-secret',
        '93:7 note fallback-cycle',
        '96:22 warning chain-shrinks-context',
        '98:7 note fallback-cycle',
        '98:21 warning chain-loses-capability',
        '101:7 note fallback-cycle',
        '102:19 warning chain-shrinks-context',
        '105:19 warning chain-shrinks-context',
      ],
    },
  ],
])
