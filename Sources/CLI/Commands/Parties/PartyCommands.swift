import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline party …`: the book of people, and what the law gives them.
struct PartyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "party",
    abstract: "The book of people: look them up, mend it, mark them, tell them what is held, forget them.",
    subcommands: [
      List.self, Find.self, Show.self, Last.self, History.self, Add.self, Correct.self, ContactCommand.self, Mark.self,
      Unmark.self, Merge.self, Split.self, Relate.self, Unrelate.self, Export.self, Labels.self, Mail.self,
      Forget.self,
    ])

  /// Who is meant, as every command of one person takes it.
  struct Who: ParsableArguments, Sendable {
    @Argument(
      help: ArgumentHelp(
        "A party's id, its beginning or the end that lists show, one of its numbers, its mail address, its customer number, or an order's number: whom that is for.",
        valueName: "who"))
    var typed: String

    /// Also somebody who was taken out of the book with their import: what is held of them can be told and forgotten.
    func subject(_ session: Session) async throws -> Subject {
      try await session.subject(typed, evenWithdrawn: true)
    }

    /// The party that is meant; refuses an order that is for nobody in the book.
    func party(_ session: Session) async throws -> PartyID { try await PartyCommand.party(typed, session) }
  }

  /// The party that somebody means; refuses an order that is for nobody in the book.
  static func party(_ typed: String, _ session: Session) async throws -> PartyID {
    guard case .party(let id) = try await session.subject(typed) else {
      throw Failure(
        Text(
          zh: "工单 \(typed) 没有登记的人员；用 `hotline order show \(typed)` 查看",
          en: "order \(typed) is for nobody in the book; look with `hotline order show \(typed)`"))
    }
    return id
  }
}
