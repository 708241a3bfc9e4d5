/** The rules in force. A rule's name is its code, its file and its test. */
import { aliasHidesGroup } from './alias-hides-group.js'
import { aliasShape } from './alias-shape.js'
import { allWeightsZero } from './all-weights-zero.js'
import { allowedFailsWithoutEffect } from './allowed-fails-without-effect.js'
import { apiBaseForm } from './api-base-form.js'
import { budgetWithoutDuration } from './budget-without-duration.js'
import { budgetWithoutPrice } from './budget-without-price.js'
import { cacheElsewhere } from './cache-elsewhere.js'
import { catchAllTarget } from './catch-all-target.js'
import { chainLosesCapability } from './chain-loses-capability.js'
import { chainShrinksContext } from './chain-shrinks-context.js'
import { contextFallbacksIncomplete } from './context-fallbacks-incomplete.js'
import { defaultCredentials } from './default-credentials.js'
import { defaultParamsWin } from './default-params-win.js'
import { deploymentFallbacks } from './deployment-fallbacks.js'
import { deprecatedModel } from './deprecated-model.js'
import { duplicateDeclaration } from './duplicate-declaration.js'
import { duplicateDeployment } from './duplicate-deployment.js'
import { duplicateFallbackSource } from './duplicate-fallback-source.js'
import { duplicateModelId } from './duplicate-model-id.js'
import { emptyCredential } from './empty-credential.js'
import { emptyModelName } from './empty-model-name.js'
import { envMap } from './env-map.js'
import { envReferenceForm } from './env-reference-form.js'
import { envReferenceInList } from './env-reference-in-list.js'
import { environmentVariableCopied } from './environment-variable-copied.js'
import { fallbackChangesMode } from './fallback-changes-mode.js'
import { fallbackCycle } from './fallback-cycle.js'
import { fallbackShape } from './fallback-shape.js'
import { fallbackToItself } from './fallback-to-itself.js'
import { givenInBothSections } from './given-in-both-sections.js'
import { keyExceedsTeam } from './key-exceeds-team.js'
import { leftOutDeployment } from './left-out-deployment.js'
import { literalSecret } from './literal-secret.js'
import { literalVirtualKey } from './literal-virtual-key.js'
import { missingApiBase } from './missing-api-base.js'
import { mixedModes } from './mixed-modes.js'
import { modeGuessed } from './mode-guessed.js'
import { modeWithoutMethod } from './mode-without-method.js'
import { modelByReference } from './model-by-reference.js'
import { noAdapter } from './no-adapter.js'
import { noModels } from './no-models.js'
import { partialOrder } from './partial-order.js'
import { partialWeights } from './partial-weights.js'
import { placeholderValue } from './placeholder-value.js'
import { policyEntryNeverRead } from './policy-entry-never-read.js'
import { priceKeyNotUsed } from './price-key-not-used.js'
import { pricePerMillion } from './price-per-million.js'
import { priceUnknown } from './price-unknown.js'
import { pythonPath } from './python-path.js'
import { responsesRoute } from './responses-route.js'
import { retriesExceedTimeout } from './retries-exceed-timeout.js'
import type { Rule } from './rule.js'
import { tagsWithoutFiltering } from './tags-without-filtering.js'
import { textInsteadOfList } from './text-instead-of-list.js'
import { undeclaredOwner } from './undeclared-owner.js'
import { unknownAliasTarget } from './unknown-alias-target.js'
import { unknownCredential } from './unknown-credential.js'
import { unknownFallbackSource } from './unknown-fallback-source.js'
import { unknownFallbackTarget } from './unknown-fallback-target.js'
import { unknownGrantedModel } from './unknown-granted-model.js'
import { unknownGroup } from './unknown-group.js'
import { unknownProvider } from './unknown-provider.js'
import { unknownStrategy } from './unknown-strategy.js'
import { unsetVariable } from './unset-variable.js'
import { virtualKeyForm } from './virtual-key-form.js'
import { zeroMeansUnset } from './zero-means-unset.js'

/** Order does not matter: findings are sorted by place. */
export const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['alias-hides-group', aliasHidesGroup],
  ['alias-shape', aliasShape],
  ['all-weights-zero', allWeightsZero],
  ['allowed-fails-without-effect', allowedFailsWithoutEffect],
  ['api-base-form', apiBaseForm],
  ['budget-without-duration', budgetWithoutDuration],
  ['budget-without-price', budgetWithoutPrice],
  ['cache-elsewhere', cacheElsewhere],
  ['catch-all-target', catchAllTarget],
  ['chain-loses-capability', chainLosesCapability],
  ['chain-shrinks-context', chainShrinksContext],
  ['context-fallbacks-incomplete', contextFallbacksIncomplete],
  ['default-credentials', defaultCredentials],
  ['default-params-win', defaultParamsWin],
  ['deployment-fallbacks', deploymentFallbacks],
  ['deprecated-model', deprecatedModel],
  ['duplicate-declaration', duplicateDeclaration],
  ['duplicate-deployment', duplicateDeployment],
  ['duplicate-fallback-source', duplicateFallbackSource],
  ['duplicate-model-id', duplicateModelId],
  ['empty-credential', emptyCredential],
  ['empty-model-name', emptyModelName],
  ['env-map', envMap],
  ['env-reference-form', envReferenceForm],
  ['env-reference-in-list', envReferenceInList],
  ['environment-variable-copied', environmentVariableCopied],
  ['fallback-changes-mode', fallbackChangesMode],
  ['fallback-cycle', fallbackCycle],
  ['fallback-shape', fallbackShape],
  ['fallback-to-itself', fallbackToItself],
  ['given-in-both-sections', givenInBothSections],
  ['key-exceeds-team', keyExceedsTeam],
  ['left-out-deployment', leftOutDeployment],
  ['literal-secret', literalSecret],
  ['literal-virtual-key', literalVirtualKey],
  ['missing-api-base', missingApiBase],
  ['mixed-modes', mixedModes],
  ['mode-guessed', modeGuessed],
  ['mode-without-method', modeWithoutMethod],
  ['model-by-reference', modelByReference],
  ['no-adapter', noAdapter],
  ['no-models', noModels],
  ['partial-order', partialOrder],
  ['partial-weights', partialWeights],
  ['placeholder-value', placeholderValue],
  ['policy-entry-never-read', policyEntryNeverRead],
  ['price-key-not-used', priceKeyNotUsed],
  ['price-per-million', pricePerMillion],
  ['price-unknown', priceUnknown],
  ['python-path', pythonPath],
  ['responses-route', responsesRoute],
  ['retries-exceed-timeout', retriesExceedTimeout],
  ['tags-without-filtering', tagsWithoutFiltering],
  ['text-instead-of-list', textInsteadOfList],
  ['undeclared-owner', undeclaredOwner],
  ['unknown-alias-target', unknownAliasTarget],
  ['unknown-credential', unknownCredential],
  ['unknown-fallback-source', unknownFallbackSource],
  ['unknown-fallback-target', unknownFallbackTarget],
  ['unknown-granted-model', unknownGrantedModel],
  ['unknown-group', unknownGroup],
  ['unknown-provider', unknownProvider],
  ['unknown-strategy', unknownStrategy],
  ['unset-variable', unsetVariable],
  ['virtual-key-form', virtualKeyForm],
  ['zero-means-unset', zeroMeansUnset],
])
