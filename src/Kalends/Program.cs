Microsoft.AspNetCore.Builder.WebApplication.Create().Run();
