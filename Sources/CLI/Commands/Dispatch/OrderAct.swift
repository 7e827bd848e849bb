import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Act: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "act", abstract: "Do an action of the order's process; without an action, list what is possible.",
      discussion: """
        Of many orders each is done for itself, and what it refuses is told beside it (exit status 3). One undo takes all of \
        them back.

        Examples:
          hotline order act 10000012
          hotline order act 10000012 dispatch --unit repairs
          hotline order act 10000012 finish --set result="Valve replaced"
          hotline order act 10000012 10000020 close
          hotline order act --where 'state=finished unit=repairs' close --yes
          hotline order act 10000012 close --dry-run
        """)
    @Argument(help: "The orders' numbers, then the action: dispatch, sign, finish, close …") var words: [String] = []
    @Option(help: "The unit that gets it, where the action assigns.") var unit: String?
    @Option(name: .customLong("set"), help: ArgumentHelp("A field of the action.", valueName: "name=text"))
    var fields: [String] = []
    @Option(help: "The same as --set note=TEXT.") var note: String?
    @Option(help: "The same as --set reason=TEXT.") var reason: String?
    @OptionGroup var many: WhereOptions
    @OptionGroup var change: ChangeOptions

    func validate() throws {
      _ = try asked()
      _ = try values()
    }

    func run() async throws {
      let (numbers, action) = try asked()
      guard let action else { return try await showPossible(numbers) }
      if numbers.count == 1, let no = numbers.first, many.filters.isEmpty { return try await act(no, action) }
      let command = Domain.OrderCommand.act(action, main: unit.flatMap { UnitKey($0) }, words: try values())
      try await many.run(command, on: numbers, Text(action.rawValue), change)
    }

    /// The numbers and the action apart: what is only digits is a number, and must be a right one.
    private func asked() throws -> (numbers: [OrderNumber], action: ActionKey?) {
      var numbers: [OrderNumber] = []
      var action: ActionKey?
      for word in words {
        if word.contains(where: \.isLetter) {
          guard action == nil else {
            throw ValidationError(
              "\(word): one action at a time; it would be the second after \(action?.rawValue ?? "")")
          }
          action = ActionKey(rawValue: word)
        } else {
          do throws(OrderNumberError) {
            numbers.append(try OrderNumber(parsing: word))
          } catch {
            throw ValidationError(error.description)
          }
        }
      }
      if many.filters.isEmpty, numbers.isEmpty {
        throw ValidationError("which order? write its number, or --where 'state=new'")
      }
      if !many.filters.isEmpty, !numbers.isEmpty { throw ValidationError("write numbers or --where, not both") }
      if !many.filters.isEmpty, action == nil { throw ValidationError("which action? write it behind --where") }
      return (numbers, action)
    }

    private func values() throws -> [String: String] {
      var values: [String: String] = [:]
      for field in fields {
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { throw ValidationError("--set \(field): write name=text") }
        values[String(parts[0])] = String(parts[1])
      }
      if let note { values["note"] = note }
      if let reason { values["reason"] = reason }
      return values
    }

    /// One order; on a terminal what is missing is asked for.
    private func act(_ no: OrderNumber, _ action: ActionKey) async throws {
      let (values, unit) = (try values(), unit.flatMap { UnitKey($0) })
      try await change.run { session, workplace, _ in
        var (values, unit) = (values, unit)
        while true {
          do {
            return try await session.perform(
              .act(action, main: unit, words: values), on: no, at: workplace.now, isRehearsal: change.isRehearsal)
          } catch OfficeError.refused(let refusing, .missing(let missing, let fields))
            where refusing == no && Question.canBeAsked(workplace.console)
          {
            let refusal = OfficeError.refused(no, .missing(missing, fields: fields))
            guard let asked = try await session.load(no).process.action(missing) else { throw refusal }
            let dialog = ActionDialog(action: asked, console: workplace.console)
            for field in fields {
              guard let answer = try dialog.answer(field) else { throw refusal }
              if field == .main { unit = UnitKey(answer) } else { values[field.rawValue] = answer }
            }
          }
        }
      }
    }
  }
}
