import Domain
import Foundation

/// Asks at the terminal for what an action needs and was not given: choices by number, until the answer fits.
struct ActionDialog {
  let action: Action
  let console: Console

  private var language: Language { console.language }

  /// The answer for a field, as it was typed; `nil` where nobody answers any more.
  func answer(_ field: FieldKey) throws -> String? {
    guard let asked = action.asks.field(field.rawValue) else { return try word(field) }
    let label = (language == .zh ? asked.labels.zh : asked.labels.en) ?? field.rawValue
    for (index, choice) in asked.choices.enumerated() {
      let name = (language == .zh ? choice.labels.zh : choice.labels.en) ?? choice.key.rawValue
      console.say("  \(index + 1)  \(name)")
    }
    while let line = try Question.ask(Text("\(label):"), console) {
      let typed =
        asked.choices.indices.contains((Int(line) ?? 0) - 1) ? asked.choices[(Int(line) ?? 1) - 1].key.rawValue : line
      guard typed.contains(where: { !$0.isWhitespace }) else { continue }
      do throws(Form.Problem) {
        return try asked.read(typed)
      } catch {
        console.say(FormWords.problem(error))
      }
    }
    return nil
  }

  private func word(_ field: FieldKey) throws -> String? {
    let words =
      switch field {
      case .main: Text(zh: "派给哪个单位：", en: "which unit gets it:")
      case .head: Text(zh: "合并到哪张工单：", en: "into which order:")
      default: Text(zh: "\(action.key) 需要 \(field)：", en: "\(action.key) needs \(field):")
      }
    while let line = try Question.ask(words, console) {
      if line.contains(where: { !$0.isWhitespace }) { return line }
    }
    return nil
  }
}
