/** OpenAI's codecs behind Azure's doors, imported at the first call of one. Azure has no moderations and no rerank of its own. */
import { completions } from '../openai/completions.js'
import { imageEdits } from '../openai/image-edits.js'
import { images } from '../openai/images.js'
import { speech } from '../openai/speech.js'
import { transcriptions, translations } from '../openai/transcriptions.js'
import { azureHostDoor } from './door.js'

/** Text completions. */
export const azureCompletions = completions(azureHostDoor)
/** Image generations. */
export const azureImages = images(azureHostDoor)
/** Image edits. */
export const azureImageEdits = imageEdits(azureHostDoor)
/** Transcriptions. */
export const azureTranscriptions = transcriptions(azureHostDoor)
/** Translations of audio. */
export const azureTranslations = translations(azureHostDoor)
/** Speech. */
export const azureSpeech = speech(azureHostDoor)
