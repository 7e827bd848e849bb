import ArgumentParser
import BackOffice
import Domain
import Foundation

extension PartyCommand {
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Bring somebody into the book.",
      discussion: """
        A number that somebody has already is refused, unless --shared says that they share it.

        Examples:
          hotline party add --name "Sample Works" --kind organisation \\
            --phone 021-55550100 --contact mail=desk@example.org
          hotline party add --name 样例 --phone 13900001234 --address "1 Sample Street" \\
            --set customer-number=C-10023 --set tariff=night --set category=household
        """)
    @Option(help: "Its name.") var name: String?
    @Option(help: "person or organisation.") var kind: PartyRegistered.Kind = .person
    @Option(help: ArgumentHelp("A number, the preferred first; may be given again.", valueName: "number"))
    var phone: [String] = []
    @Option(help: "Where it is.") var address: String?
    @Option(
      help: ArgumentHelp("Another way to reach it: fax, mail, messenger, web or postal.", valueName: "kind=value"))
    var contact: [String] = []
    @Option(name: .customLong("set"), help: ArgumentHelp("\(Fields.help)", valueName: "field=value"))
    var fields: [String] = []
    @Flag(name: .customLong("shared"), help: "Also where somebody has one of the numbers.") var sharesNumbers = false
    @OptionGroup var change: Change

    func validate() throws {
      _ = try Fields.read(fields)
      _ = try contact.map(Self.contact)
      if name == nil, phone.isEmpty, contact.isEmpty, address == nil, fields.isEmpty {
        throw ValidationError("say something of them: --name, --phone …")
      }
    }

    func run() async throws {
      var new = NewParty()
      new.kind = kind
      for (field, value) in try Fields.read(fields) { new.values[field] = value }
      if let name { new.values[.name] = name }
      if let address { new.values[.address] = address }
      new.phones = phone
      new.contacts = try contact.map(Self.contact)
      new.sharesNumbers = sharesNumbers
      let asked = new
      try await change.perform { session, _, now in
        try await session.add(asked, at: now, isRehearsal: change.isRehearsal)
      }
    }

    private static func contact(_ typed: String) throws -> (kind: ContactPoint.Kind, value: String, label: String?) {
      let parts = typed.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let kind = ContactPoint.Kind(rawValue: parts[0]) else {
        let kinds = ContactPoint.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--contact \(typed): write kind=value, with a kind of \(kinds)")
      }
      return (kind, parts[1], nil)
    }
  }

  struct Correct: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "correct", abstract: "Mend what the book says of somebody; old and new stay in the history.",
      discussion: """
        kind, category, tariff, product and area are codes and stay in the log for ever; name, address, customer-number, \
        preference and note are words, and are erased when somebody is forgotten. An empty value takes a field away.

        Examples:
          hotline party correct 13900001234 --address "2 Sample Street"
          hotline party correct C-10023 --set tariff=day \\
            --set preference="evenings only"
          hotline party correct 13900001234 --set note= --dry-run
        """)
    @OptionGroup var who: Who
    @Option(help: "The name.") var name: String?
    @Option(help: "The address.") var address: String?
    @Option(name: .customLong("set"), help: ArgumentHelp("\(Fields.help)", valueName: "field=value"))
    var fields: [String] = []
    @OptionGroup var change: Change

    func validate() throws {
      let values = try Fields.read(fields)
      if values.isEmpty, name == nil, address == nil {
        throw ValidationError("nothing to correct: give --name, --address or --set field=value")
      }
    }

    func run() async throws {
      var values: [PartyField: String?] = try Fields.read(fields).mapValues { $0 }
      if let name { values[.name] = .some(name) }
      if let address { values[.address] = .some(address) }
      let asked = values
      try await change.perform(on: who) { _, _, _, _ in .correct(asked) }
    }
  }

  struct ContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "contact", abstract: "Numbers and addresses of somebody.", subcommands: [Add.self, Remove.self])

    struct Add: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a number or an address.",
        discussion: """
          Examples:
            hotline party contact add 13900001234 phone "021 5555 0100 转 8012" \\
              --label office
            hotline party contact add 13900001234 mail sample@example.org
          """)
      @OptionGroup var who: Who
      @Argument(help: "phone, fax, mail, messenger, web or postal.") var kind: ContactPoint.Kind
      @Argument(help: "The number or address.") var value: String
      @Option(help: "What to say of it: home, office, evenings.") var label: String?
      @OptionGroup var change: Change

      func run() async throws {
        try await change.perform(on: who) { _, _, _, _ in
          .addContact(kind, try Session.contact(kind, value, label: label))
        }
      }
    }

    struct Remove: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a number or an address away.",
        discussion: """
          Example:
            hotline party contact remove 13900001234 02155550100
          """)
      @OptionGroup var who: Who
      @Argument(help: "The number or address, or its place as `party show` has it.") var value: String
      @OptionGroup var change: Change

      func run() async throws {
        try await change.perform(on: who) { session, id, _, _ in
          let points = try await session.load(id).party.contacts
          let spelling = (try? Session.contact(.phone, value, label: nil)).map {
            ContactPoint(contact: 0, kind: .phone, value: $0.value, extension: $0.extension).dialled
          }
          let found = points.first { point in
            point.dialled == spelling || point.dialled == value.lowercased() || point.dialled == value
          }
          guard let contact = found?.contact ?? Int(value) else {
            throw OfficeError.bookRefused(id, .noSuchContact(0, known: points.map(\.contact)))
          }
          return .removeContact(contact)
        }
      }
    }
  }

  /// `field=value` pairs as the commands of the book take them.
  enum Fields {
    static let help = "A field: kind, customer-number, category, tariff, product, area, preference or note."

    static func read(_ typed: [String]) throws -> [PartyField: String] {
      var values: [PartyField: String] = [:]
      for pair in typed {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw ValidationError("--set \(pair): write field=value") }
        guard let field = PartyField(rawValue: parts[0]) else {
          let known = PartyField.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("--set \(pair): there is no field \(parts[0]); there are \(known)")
        }
        values[field] = parts[1]
      }
      return values
    }
  }
}
