import ArgumentParser

extension PartyCommand {
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "x")
    @OptionGroup var who: Who
    @OptionGroup var output: OutputOptions
    func run() async throws {}
  }
}
